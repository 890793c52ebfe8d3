// How values read on screen.
import type { ClaimPart, Figure, IncidentLine, PlacePart, QuantityPart, WhenPart } from "../pages";

export const STATUS_WORD: Record<string, string> = {
  corroborated: "corroborated", "single-source": "single source", disputed: "disputed", denied: "denied",
};

export const STATUS_MEANING: Record<string, string> = {
  corroborated: "two independent origins agree",
  "single-source": "one origin alone says so",
  disputed: "independent origins contradict each other",
  denied: "every origin that speaks of it denies it",
};

export function eventWord(key: string): string {
  return key.replaceAll("_", " ");
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function dayWord(iso: string | null): string {
  if (!iso) return "no date";
  const [year, month, day] = iso.slice(0, 10).split("-").map(Number) as [number, number, number];
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

/** "9 Sep 2017", "9–11 Sep 2017", "since 2015", "no date". */
export function rangeWord(earliest: string | null, latest: string | null): string {
  if (!earliest && !latest) return "no date";
  if (!latest || !earliest) return earliest ? `since ${dayWord(earliest)}` : `until ${dayWord(latest)}`;
  if (earliest === latest) return dayWord(earliest);
  const [a, b] = [earliest.split("-"), latest.split("-")];
  if (a[0] === b[0] && a[1] === b[1]) return `${Number(a[2])}–${dayWord(latest)}`;
  if (a[0] === b[0]) return `${Number(a[2])} ${MONTHS[Number(a[1]) - 1]} – ${dayWord(latest)}`;
  return `${dayWord(earliest)} – ${dayWord(latest)}`;
}

export function instantWord(iso: string | null): string {
  if (!iso) return "";
  const date = new Date(iso);
  if (Number.isNaN(date.valueOf())) return iso;
  return `${dayWord(date.toISOString())} ${date.toISOString().slice(11, 16)} UTC`;
}

/** "34", "19–40 (34)", "at least 34". */
export function figureWord(figure: Figure | null): string {
  if (!figure) return "";
  const { low, best, high } = figure;
  if (low === null && high === null) return best === null ? "" : String(best);
  if (low === high) return String(low);
  if (high === null) return `at least ${low}`;
  if (low === null) return `up to ${high}`;
  return best === null || best === low || best === high ? `${low}–${high}` : `${low}–${high} (best ${best})`;
}

export function quantityWord(q: QuantityPart): string {
  const range = q.least === null && q.most === null ? "?" : q.least === q.most ? `${q.least}` : q.most === null ? `≥ ${q.least}` : q.least === null ? `≤ ${q.most}` : `${q.least}–${q.most}`;
  return `${q.kind.replaceAll("_", " ")}: ${q.approx ? "about " : ""}${range}${q.of ? ` ${q.of}` : ""}`;
}

export function placeWord(place: PlacePart | null): string {
  if (!place) return "";
  const name = [place.relation, place.name ?? place.text].filter(Boolean).join(" ");
  const where = [place.admin1 !== place.name ? place.admin1 : null, place.country].filter(Boolean).join(", ");
  return where ? `${name} (${where})` : name;
}

export function precisionWord(precision: string | null, radius: number | null): string {
  if (!precision || precision === "unknown") return "place not found";
  const area = radius ? `, within ${radius < 10 ? Math.round(radius * 10) / 10 : Math.round(radius)} km` : "";
  return `${{ admin1: "province", admin2: "district", near: "near" }[precision] ?? precision}${area}`;
}

export function whenWord(when: WhenPart | null): string {
  if (!when) return "";
  return when.earliest || when.latest ? rangeWord(when.earliest, when.latest) : `“${when.text}” (not resolved)`;
}

export function claimStatusWord(claim: ClaimPart): string {
  const said = claim.attributed ? `, ${claim.sources.some((s) => s.stance === "denies") && claim.status === "denied" ? "by" : "according to"} ${claim.sources.map((s) => s.party.name ?? s.party.text).join(", ")}` : "";
  return claim.status + said;
}

export function isPoint(precision: string | null): boolean {
  return precision === "exact" || precision === "city";
}

export function incidentTitle(line: IncidentLine): string {
  return line.sentence || line.events.map(eventWord).join(", ");
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

/** A value of the agreement grid: "2017-05-23..2017-06-01" reads as a range. */
export function valueWord(value: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return dayWord(value);
  return value.replace(/(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?/, (_, a?: string, b?: string) => rangeWord(a ?? null, b ?? null));
}

/** Only addresses of the web are links; anything else stays text. */
export function safeHref(url: string | null): string | null {
  return url && /^https?:\/\//i.test(url) ? url : null;
}
