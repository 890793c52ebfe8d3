import { expect, it } from "vitest";
import { apart } from "../src/map/geo";

const heap = (lon: number, lat: number, count: number) => ({ lon, lat, count, disputed: 1, radius_km: 5, west: lon - 1, south: lat - 1, east: lon + 1, north: lat + 1 });

it("puts clusters together that would cover each other, and no others", () => {
  const several = [heap(40, 35, 44), heap(37, 34, 6), heap(29, -1, 30)];
  expect(apart(several, 6)).toHaveLength(3);
  const [near, far] = apart(several, 1);
  expect(near).toMatchObject({ count: 50, disputed: 2, west: 36, east: 41, south: 33, north: 36 });
  expect(near!.lon).toBeGreaterThan(39);
  expect(far).toMatchObject({ count: 30, lon: 29 });
});
