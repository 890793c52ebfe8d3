import { describe, expect, it } from "vitest";
import { inWords, isEmpty, noFilter, readFilter, withFilter, withView, writeFilter } from "../src/lib/filters";

describe("the filter is the query string", () => {
  const query = "since=2017-09-01&until=2017-09-30&bbox=39.5%2C34.1%2C41%2C35.9&event=air_strike&event=shelling&status=disputed&disputed=1&q=ferry+%26+barge&located=0";
  it("is read and written without loss", () => {
    expect(writeFilter(readFilter(query))).toBe(query);
    expect(readFilter(query).event).toEqual(["air_strike", "shelling"]);
    expect(readFilter(query).q).toBe("ferry & barge");
    expect(readFilter(query).located).toBe(false);
  });
  it.each([
    "since=2017-13-01", "since=yesterday", "until=2017-02-30", "bbox=1,2,3", "bbox=1,2,3,x", "bbox=,,,", "bbox=0,50,1,40",
    "bbox=-200,0,0,1", "disputed=0", "located=yes", "event=", "q=%20", "since=2017-9-1",
  ])("leaves out what it cannot read: %s", (bad) => expect(isEmpty(readFilter(bad))).toBe(true));
  it("keeps what else the address says of the view", () => {
    expect(withFilter("q=a&sel=i1&day=2017-09-12", { ...noFilter(), q: "b" })).toBe("q=b&sel=i1&day=2017-09-12");
    expect(withView("q=a&sel=i1", "sel", null)).toBe("q=a");
    expect(withView("q=a", "sel", "i2")).toBe("q=a&sel=i2");
  });
  it("names each part in words", () => {
    expect(inWords(readFilter(query), (e) => e.replace("_", " "))).toEqual([
      "“ferry & barge”", "from 2017-09-01", "to 2017-09-30", "34.1°N–35.9°N, 39.5°E–41.0°E", "air strike or shelling",
      "status: disputed", "disputed only", "without a location",
    ]);
    expect(inWords({ ...noFilter(), bbox: [-10, -5, 2, 3] })).toEqual(["5.0°S–3.0°N, 10.0°W–2.0°E"]);
  });
});
