// The filter bar and the query string are the same thing: read one, write the other.
import type { Box, Filter } from "../pages";

export const LISTS = ["country", "actor", "event", "source", "status"] as const;
export const STATUSES = ["corroborated", "single-source", "disputed", "denied"];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

export function noFilter(): Filter {
  return { since: null, until: null, bbox: null, country: [], actor: [], event: [], source: [], status: [], disputed: false, q: "", located: null };
}

/** The filter in a query string; what cannot be read is left out. */
export function readFilter(query: string): Filter {
  const given = new URLSearchParams(query);
  const filter = noFilter();
  filter.since = day(given.get("since"));
  filter.until = day(given.get("until"));
  filter.bbox = readBox(given.get("bbox"));
  for (const name of LISTS) filter[name] = [...new Set(given.getAll(name).map((v) => v.trim()).filter(Boolean))];
  filter.disputed = ["1", "true", "yes"].includes(given.get("disputed") ?? "");
  filter.q = (given.get("q") ?? "").trim();
  filter.located = { "1": true, "0": false }[given.get("located") ?? ""] ?? null;
  return filter;
}

/** The query string of a filter, without "?", in one fixed order, so that the same filter is the same address. */
export function writeFilter(filter: Filter): string {
  const out = new URLSearchParams();
  if (filter.since) out.set("since", filter.since);
  if (filter.until) out.set("until", filter.until);
  if (filter.bbox) out.set("bbox", writeBox(filter.bbox));
  for (const name of LISTS) for (const value of filter[name]) out.append(name, value);
  if (filter.disputed) out.set("disputed", "1");
  if (filter.q) out.set("q", filter.q);
  if (filter.located !== null) out.set("located", filter.located ? "1" : "0");
  return out.toString();
}

/** The same query string with another filter; what else it says of the view (sel, day) is kept. */
export function withFilter(query: string, filter: Filter): string {
  const out = new URLSearchParams(writeFilter(filter));
  for (const [name, value] of viewOf(query)) out.append(name, value);
  return out.toString();
}

/** The query string with a part of the view set, or taken away when the value is null. */
export function withView(query: string, name: string, value: string | null): string {
  const out = new URLSearchParams(query);
  if (value === null) out.delete(name);
  else out.set(name, value);
  return out.toString();
}

export function isEmpty(filter: Filter): boolean {
  return writeFilter(filter) === "";
}

/** The filter in words, one phrase for each part: what a person reads where there is no room for the bar. */
export function inWords(filter: Filter, label: (event: string) => string = (e) => e): string[] {
  const words: string[] = [];
  if (filter.q) words.push(`“${filter.q}”`);
  if (filter.since) words.push(`from ${filter.since}`);
  if (filter.until) words.push(`to ${filter.until}`);
  if (filter.bbox) words.push(boxInWords(filter.bbox));
  if (filter.event.length) words.push(filter.event.map(label).join(" or "));
  for (const name of ["country", "actor", "source", "status"] as const)
    if (filter[name].length) words.push(`${name}: ${filter[name].join(" or ")}`);
  if (filter.disputed) words.push("disputed only");
  if (filter.located !== null) words.push(locatedInWords(filter.located));
  return words;
}

export function locatedInWords(located: boolean): string {
  return located ? "with a location" : "without a location";
}

export function boxInWords([west, south, east, north]: Box): string {
  const degrees = (value: number, plus: string, minus: string) => `${Math.abs(value).toFixed(1)}°${value < 0 ? minus : plus}`;
  return `${degrees(south, "N", "S")}–${degrees(north, "N", "S")}, ${degrees(west, "E", "W")}–${degrees(east, "E", "W")}`;
}

function day(text: string | null): string | null {
  if (!text || !DAY.test(text)) return null;
  const date = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(date.valueOf()) || date.toISOString().slice(0, 10) !== text ? null : text;
}

function readBox(text: string | null): Box | null {
  const numbers = (text ?? "").split(",").map((part) => (part.trim() ? Number(part) : NaN));
  if (numbers.length !== 4 || numbers.some((n) => !Number.isFinite(n))) return null;
  const [west, south, east, north] = numbers as Box;
  return Math.abs(west) <= 180 && Math.abs(east) <= 180 && south >= -90 && south <= north && north <= 90
    ? [west, south, east, north]
    : null;
}

export function writeBox(box: Box): string {
  return box.map((n) => String(Math.round(n * 1000) / 1000)).join(",");
}

function* viewOf(query: string): Iterable<[string, string]> {
  const known = new Set<string>(["since", "until", "bbox", "disputed", "q", "located", ...LISTS]);
  for (const [name, value] of new URLSearchParams(query)) if (!known.has(name)) yield [name, value];
}
