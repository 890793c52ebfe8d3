// Geometry that both maps share. Degrees are WGS84; "world" is Web Mercator on a square of side 1.
import { feature, mesh } from "topojson-client";
import type { Feature, FeatureCollection, MultiLineString, MultiPolygon, Polygon, Position } from "geojson";
import type { Topology, GeometryCollection } from "topojson-specification";
import coarse from "world-atlas/countries-110m.json?url";
import fine from "world-atlas/countries-50m.json?url";
import type { Box, Cluster } from "../pages";

const EARTH_KM = 6371.0088;
const TOP = 85.0511;

export interface Label { lat: number; lon: number; text: string; rank: number }

/** A circle on the ground as a ring of 64 corners; it stays a circle near the poles. */
export function circle(lat: number, lon: number, radiusKm: number): Position[] {
  const [phi, lambda, d] = [rad(lat), rad(lon), Math.min(radiusKm / EARTH_KM, Math.PI / 2)];
  const ring: Position[] = [];
  for (let i = 0; i <= 64; i++) {
    const bearing = (2 * Math.PI * i) / 64;
    const y = Math.asin(Math.sin(phi) * Math.cos(d) + Math.cos(phi) * Math.sin(d) * Math.cos(bearing));
    const x = lambda + Math.atan2(Math.sin(bearing) * Math.sin(d) * Math.cos(phi), Math.cos(d) - Math.sin(phi) * Math.sin(y));
    ring.push([deg(x), deg(y)]);
  }
  return ring;
}

export function project(lon: number, lat: number): [number, number] {
  const phi = rad(Math.max(-TOP, Math.min(TOP, lat)));
  return [(lon + 180) / 360, 0.5 - Math.log(Math.tan(Math.PI / 4 + phi / 2)) / (2 * Math.PI)];
}

export function unproject(x: number, y: number): [number, number] {
  return [x * 360 - 180, deg(2 * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - Math.PI / 2)];
}

/** The smallest box around areas and clusters, a little widened; null when there is nothing. */
export function boxAround(things: { lat: number; lon: number; radius_km?: number }[]): Box | null {
  if (!things.length) return null;
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const { lat, lon, radius_km = 0 } of things) {
    const high = Math.min(radius_km / 111, 20);
    const wide = high / Math.max(Math.cos(rad(lat)), 0.1);
    [west, south] = [Math.min(west, lon - wide), Math.min(south, lat - high)];
    [east, north] = [Math.max(east, lon + wide), Math.max(north, lat + high)];
  }
  const pad = Math.max((east - west) * 0.06, (north - south) * 0.06, 0.15);
  return clamp([west - pad, south - pad, east + pad, north + pad]);
}

/** A box around one spot, wide enough to hold it after rounding. */
export function around(west: number, south: number, east: number, north: number): Box {
  return clamp([west - 0.02, south - 0.02, east + 0.02, north + 0.02]);
}

export function clamp([west, south, east, north]: Box): Box {
  return [Math.max(west, -180), Math.max(south, -85), Math.min(east, 180), Math.min(north, 85)];
}

/** Pixels from the middle of a cluster to its edge. */
export function reach(count: number): number {
  return 10 + Math.min(Math.sqrt(count) * 1.6, 24);
}

/** Clusters whose circles would cover each other at this zoom become one, so that every number can be read. */
export function apart(clusters: Cluster[], zoom: number): Cluster[] {
  const out: Cluster[] = [];
  for (const one of [...clusters].sort((a, b) => b.count - a.count)) {
    const [x, y] = project(one.lon, one.lat);
    const i = out.findIndex((c) => {
      const [u, v] = project(c.lon, c.lat);
      return Math.hypot(x - u, y - v) * 512 * 2 ** zoom < reach(c.count) + reach(one.count);
    });
    if (i < 0) out.push(one);
    else out[i] = both(out[i]!, one);
  }
  return out;
}

function both(a: Cluster, b: Cluster): Cluster {
  const count = a.count + b.count;
  return {
    count, disputed: a.disputed + b.disputed, radius_km: Math.max(a.radius_km, b.radius_km),
    lat: (a.lat * a.count + b.lat * b.count) / count, lon: (a.lon * a.count + b.lon * b.count) / count,
    west: Math.min(a.west, b.west), south: Math.min(a.south, b.south), east: Math.max(a.east, b.east), north: Math.max(a.north, b.north),
  };
}

export interface World { countries: FeatureCollection<Polygon | MultiPolygon>; borders: MultiLineString; labels: Label[] }

const loaded = new Map<string, Promise<World>>();

/** The base map: countries of Natural Earth as world-atlas ships them, `fine` (1:50m) or not (1:110m). */
export function world(wanted: "fine" | "coarse"): Promise<World> {
  const url = wanted === "fine" ? fine : coarse;
  if (!loaded.has(url)) loaded.set(url, fetch(url).then(async (r) => unpack((await r.json()) as Topology)));
  return loaded.get(url)!;
}

function unpack(topology: Topology): World {
  const object = topology.objects.countries as GeometryCollection<{ name: string }>;
  const countries = feature(topology, object) as FeatureCollection<Polygon | MultiPolygon, { name: string }>;
  for (const { geometry } of countries.features)
    for (const polygon of geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates) polygon.forEach((ring, i) => (polygon[i] = unwrapped(ring)));
  const borders = mesh(topology, object, (a, b) => a !== b);
  return { countries, borders, labels: countries.features.flatMap(label) };
}

/** A ring that crosses the 180th meridian runs on past it instead of jumping back; one around a pole is closed there. */
function unwrapped(ring: Position[]): Position[] {
  let turn = 0;
  const out = ring.map(([lon, lat], i) => {
    const step = i ? lon! - ring[i - 1]![0]! : 0;
    turn += step > 180 ? -360 : step < -180 ? 360 : 0;
    return [lon! + turn, lat!];
  });
  const [first, last] = [out[0]!, out.at(-1)!];
  const pole = first[1]! < 0 ? -89.9 : 89.9;
  return turn ? [...out, [last[0]!, pole], [first[0]!, pole], first] : out;
}

/** The name of a country in the middle of its largest part; `rank` is that part's size in square degrees. */
function label(country: Feature<Polygon | MultiPolygon, { name: string }>): Label[] {
  const { geometry, properties } = country;
  const rings = geometry.type === "Polygon" ? [geometry.coordinates[0]!] : geometry.coordinates.map((p) => p[0]!);
  const best = rings.map(centroid).sort((a, b) => b.size - a.size)[0];
  return best && properties.name ? [{ lat: best.lat, lon: best.lon, text: properties.name, rank: best.size }] : [];
}

function centroid(ring: Position[]): { lat: number; lon: number; size: number } {
  let [area, x, y] = [0, 0, 0];
  for (let i = 0; i + 1 < ring.length; i++) {
    const [a, b] = [ring[i]!, ring[i + 1]!];
    const cross = a[0]! * b[1]! - b[0]! * a[1]!;
    area += cross;
    x += (a[0]! + b[0]!) * cross;
    y += (a[1]! + b[1]!) * cross;
  }
  return { lon: x / (3 * area), lat: y / (3 * area), size: Math.abs(area / 2) };
}

function rad(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

function deg(radians: number): number {
  return (radians * 180) / Math.PI;
}

/** What a map is given and says back; the same for both. */
export interface MapProps {
  areas: import("../pages").Area[];
  clusters: Cluster[];
  holders?: import("../pages").Holder[];
  labels?: Label[];
  hovered?: string | null;
  selected?: string | null;
  box?: Box | null;
  fit?: Box | null;
  drawing?: boolean;
  onview?: (box: Box, zoom: number) => void;
  onhover?: (id: string | null) => void;
  onselect?: (id: string | null) => void;
  onbox?: (box: Box) => void;
  onpoint?: (lat: number, lon: number) => void;
}

/** Shapes of statuses on a square of -8..8, so that no status is told by its colour alone. */
export const SHAPES: Record<string, { path: string; hollow?: boolean }> = {
  corroborated: { path: "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z" },
  "single-source": { path: "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0Z", hollow: true },
  disputed: { path: "M0 -7.5L7.5 0L0 7.5L-7.5 0Z" },
  denied: { path: "M-5 -5L5 5M-5 5L5 -5", hollow: true },
};
