// One small router: the address is the state. Links are plain links; those to the desk itself are
// followed without loading the page again.

export type Screen = "desk" | "incident" | "source" | "review" | "adjudication" | "agreement" | "intake" | "export" | "history" | "lost";

const FIXED: Record<string, Screen> = {
  "/": "desk", "/review": "review", "/review/adjudication": "adjudication", "/review/agreement": "agreement",
  "/intake": "intake", "/export": "export", "/history": "history",
};

class Router {
  path = $state(location.pathname);
  query = $state(location.search.slice(1));
  hash = $state(location.hash.slice(1));

  get screen(): Screen {
    const fixed = FIXED[this.path.length > 1 ? this.path.replace(/\/$/, "") : this.path];
    if (fixed) return fixed;
    if (/^\/incidents\/[^/]+$/.test(this.path)) return "incident";
    if (/^\/sources\/[^/]+$/.test(this.path)) return "source";
    return "lost";
  }

  /** The id in the address of an incident or source. */
  get id(): string {
    return decodeURIComponent(this.path.split("/")[2] ?? "");
  }

  /** Follows an address of the desk; with `replace` the step back skips where we are now. */
  go(href: string, options: { replace?: boolean; stay?: boolean } = {}): void {
    const url = new URL(href, location.href);
    const moved = url.pathname !== this.path;
    history[options.replace ? "replaceState" : "pushState"](null, "", url);
    this.read();
    if (moved && !options.stay) {
      scrollTo(0, 0);
      requestAnimationFrame(() => document.getElementById("main")?.focus({ preventScroll: true }));
    }
  }

  /** Another query string at the same path. */
  setQuery(query: string, options: { replace?: boolean } = {}): void {
    this.go(this.path + (query ? `?${query}` : ""), options);
  }

  read = (): void => {
    this.path = location.pathname;
    this.query = location.search.slice(1);
    this.hash = location.hash.slice(1);
  };

  follow = (event: MouseEvent): void => {
    const link = (event.target as Element | null)?.closest?.("a");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.origin !== location.origin || link.target || link.hasAttribute("download")) return;
    if (link.pathname === location.pathname && link.hash) return;
    if (link.pathname.startsWith("/originals/") || link.pathname.startsWith("/static/") || link.pathname.includes(".")) return;
    event.preventDefault();
    this.go(link.href);
  };
}

export const router = new Router();

export function incidentHref(id: string): string {
  return withQuery(`/incidents/${encodeURIComponent(id)}`);
}

export function sourceHref(report: string, claim?: string): string {
  return withQuery(`/sources/${encodeURIComponent(report)}`) + (claim ? `#${encodeURIComponent(claim)}` : "");
}

/** An address that keeps the filter, so that the way back leads to the same list. */
export function withQuery(path: string): string {
  return path + (router.query ? `?${router.query}` : "");
}
