// Asking and writing. A page's data stands at its address + ".json"; what people change is posted to
// /api/ with the version they saw, and a stale version is never forced: the person decides.
import type { EntryLine, Stale, Visitor } from "../pages";

export class Refused extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

/** What everything on the page shares: who looks at it, the version seen last, and what waits for the person. */
class Desk {
  visitor = $state.raw<Visitor | null>(null);
  version = $state(0);
  signIn = $state(false);
  stale = $state.raw<{ changes: EntryLine[]; error: string; answer: (again: boolean) => void } | null>(null);
  said = $state.raw<{ text: string; bad: boolean; undo?: () => void } | null>(null);
  signedIn = 0;

  may(write: string): boolean {
    return this.visitor?.may.includes(write) ?? false;
  }

  say(text: string, undo?: () => void): void {
    this.said = { text, bad: false, undo };
  }

  complain(problem: unknown): void {
    if (problem instanceof Kept || (problem instanceof DOMException && problem.name === "AbortError")) return;
    this.said = { text: problem instanceof Error ? problem.message : String(problem), bad: true };
  }
}

export const desk = new Desk();

/** The person chose not to send a stale change again; what they typed is still there. */
export class Kept extends Error {}

/** A page of data; on 401 the sign-in form is shown. */
export async function ask<T>(address: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(address, { signal, headers: { accept: "application/json" } });
  const body = await answer(response);
  if (body && typeof body === "object") {
    if ("visitor" in body) desk.visitor = body.visitor as Visitor;
    if (typeof body.version === "number" && body.version > desk.version) desk.version = body.version;
  }
  return body as T;
}

/** A write. `version` is taken from what was seen last unless given. */
export async function write<T>(name: string, form: object, options: { version?: number } = {}): Promise<T> {
  const version = options.version ?? desk.version;
  const response = await fetch(`/api/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(VERSIONED.has(name) ? { version, ...form } : form),
  });
  if (response.status === 409) {
    const stale = (await response.json()) as Stale;
    if (stale.version !== undefined && (await again(stale))) return write(name, form, { version: stale.version });
    throw new Kept(stale.error);
  }
  const body = (await answer(response)) as { version?: number };
  if (typeof body?.version === "number" && body.version > desk.version) desk.version = body.version;
  return body as T;
}

const VERSIONED = new Set(["judge", "withdraw", "split", "join", "decide", "undo"]);

function again(stale: Stale): Promise<boolean> {
  return new Promise((resolve) => {
    desk.stale = { changes: stale.changes, error: stale.error, answer: (yes) => ((desk.stale = null), resolve(yes)) };
  });
}

export async function sendFiles<T>(name: string, parts: FormData): Promise<T> {
  return (await answer(await fetch(`/api/${name}`, { method: "POST", body: parts, headers: { accept: "application/json" } }))) as T;
}

async function answer(response: Response): Promise<Record<string, unknown>> {
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  if (response.status === 401) desk.signIn = true;
  const told = (body as { error?: string }).error;
  throw new Refused(response.status, told ?? `The desk answered ${response.status} ${response.statusText}.`);
}

/** Data that follows an address: the newest answer wins, and what is on screen stays until it comes. */
export class Loaded<T> {
  data = $state.raw<T | null>(null);
  error = $state<string | null>(null);
  busy = $state(false);
  private going: AbortController | null = null;
  protected address = "";

  async load(address: string): Promise<void> {
    this.going?.abort();
    const going = (this.going = new AbortController());
    this.address = address;
    this.busy = true;
    try {
      this.data = await ask<T>(address, going.signal);
      this.error = null;
    } catch (problem) {
      if (going.signal.aborted) return;
      this.error = problem instanceof Error ? problem.message : String(problem);
    }
    if (this.going === going) this.busy = false;
  }

  again(): Promise<void> {
    return this.load(this.address);
  }
}
