// Spans are counted in code points, as Python counts; the browser counts UTF-16 units. Everything that
// crosses that line is here.

export interface Marked { begin: number; end: number }

/** A piece of text that the same spans cover from end to end; `marks` are indices into the spans given. */
export interface Segment { begin: number; end: number; text: string; marks: number[] }

/** The text as code points, so that `points.slice(begin, end).join("")` is what a span quotes. */
export function codePoints(text: string): string[] {
  return Array.from(text);
}

export function slice(points: string[], span: Marked): string {
  return points.slice(span.begin, span.end).join("");
}

/** Code points in the first `units` UTF-16 units of a text: what a browser's selection offset means to us. */
export function pointsIn(text: string, units: number): number {
  let count = 0;
  for (let i = 0; i < Math.min(units, text.length); count++) i += (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1;
  return count;
}

/** Cuts `from`..`to` at every beginning and end of a span, whether spans nest, overlap or coincide. */
export function segments(points: string[], spans: Marked[], from = 0, to = points.length): Segment[] {
  const inside = spans
    .map((span, index) => ({ begin: Math.max(span.begin, from), end: Math.min(span.end, to), index }))
    .filter((span) => span.begin < span.end);
  const cuts = [...new Set([from, to, ...inside.flatMap((span) => [span.begin, span.end])])].sort((a, b) => a - b);
  const out: Segment[] = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    const [begin, end] = [cuts[i]!, cuts[i + 1]!];
    const marks = inside.filter((span) => span.begin <= begin && end <= span.end).map((span) => span.index);
    out.push({ begin, end, text: points.slice(begin, end).join(""), marks });
  }
  return out;
}

/** Paragraphs of a text as spans without the line breaks between them; empty lines are left out. */
export function paragraphs(points: string[]): Marked[] {
  const out: Marked[] = [];
  let begin = 0;
  for (let i = 0; i <= points.length; i++) {
    if (i < points.length && points[i] !== "\n") continue;
    if (points.slice(begin, i).some((c) => c.trim())) out.push({ begin, end: i });
    begin = i + 1;
  }
  return out;
}

/** The span without blanks at its ends, or null when nothing is left: people select one space too many. */
export function trimmed(points: string[], span: Marked): Marked | null {
  let { begin, end } = span;
  while (begin < end && !points[begin]!.trim()) begin++;
  while (begin < end && !points[end - 1]!.trim()) end--;
  return begin < end ? { begin, end } : null;
}

/** Where some words stand in a text, after `after` if they do, else from the start; null when nowhere. */
export function find(points: string[], words: string, after = 0): Marked | null {
  const wanted = codePoints(words.toLowerCase());
  const text = points.map((c) => c.toLowerCase());
  if (!wanted.length) return null;
  const at = (start: number) => wanted.every((c, i) => text[start + i] === c);
  for (const [from, to] of [[after, text.length], [0, after]] as const)
    for (let i = from; i < to; i++) if (at(i)) return { begin: i, end: i + wanted.length };
  return null;
}
