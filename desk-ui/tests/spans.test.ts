import { describe, expect, it } from "vitest";
import { codePoints, find, paragraphs, pointsIn, segments, slice, trimmed } from "../src/lib/spans";

const TEXT = "🚀 Rockets hit 𝔸leppo 👨‍👩‍👧 on Monday";
const points = codePoints(TEXT);

describe("spans are code points", () => {
  it("quotes what Python would quote, past astral characters", () => {
    expect(slice(points, { begin: 2, end: 9 })).toBe("Rockets");
    expect(slice(points, find(points, "monday")!)).toBe("Monday");
  });
  it("turns a browser's offset into code points", () => {
    expect(pointsIn(TEXT, TEXT.indexOf("Rockets"))).toBe(2);
    expect(pointsIn(TEXT, TEXT.length)).toBe(points.length);
    expect(pointsIn(TEXT, 1)).toBe(1);
    expect(pointsIn(TEXT, 999)).toBe(points.length);
  });
  it("cuts the text where spans begin and end, losing nothing", () => {
    const spans = [{ begin: 2, end: 9 }, { begin: 6, end: 13 }, { begin: 6, end: 9 }, { begin: 6, end: 9 }];
    const cut = segments(points, spans);
    expect(cut.map((s) => s.text).join("")).toBe(TEXT);
    expect(cut.find((s) => s.begin === 6)!.marks).toEqual([0, 1, 2, 3]);
    expect(cut.find((s) => s.begin === 9)!.marks).toEqual([1]);
    expect(cut.at(-1)!.marks).toEqual([]);
  });
  it("keeps to a paragraph", () => {
    const cut = segments(codePoints("one two\nthree"), [{ begin: 4, end: 10 }], 0, 7);
    expect(cut.map((s) => [s.text, s.marks.length])).toEqual([["one ", 0], ["two", 1]]);
  });
});

it("paragraphs leave out empty lines and keep offsets", () => {
  const given = codePoints("Títle 🚀\n\n \nSecond line\n");
  expect(paragraphs(given).map((p) => slice(given, p))).toEqual(["Títle 🚀", "Second line"]);
});

it("a selection is trimmed to its words, and blanks select nothing", () => {
  expect(trimmed(points, { begin: 1, end: 10 })).toEqual({ begin: 2, end: 9 });
  expect(trimmed(points, { begin: 1, end: 2 })).toBeNull();
});

it("the same words are found again after the first time, then from the start", () => {
  const given = codePoints("raid and raid");
  expect(find(given, "Raid", 1)).toEqual({ begin: 9, end: 13 });
  expect(find(given, "raid", 10)).toEqual({ begin: 0, end: 4 });
  expect(find(given, "siege")).toBeNull();
});
