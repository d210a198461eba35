// Which grid a point lies in. Pure geometry, WGS 84, longitude first.

export type Position = readonly [longitude: number, latitude: number];
/** Closed: the last position equals the first. */
export type Ring = readonly Position[];
/** First ring: the outside; others: holes. */
export type PolygonRings = readonly Ring[];

/** GeoJSON MultiPolygon, RFC 7946. */
export interface MultiPolygon {
  type: 'MultiPolygon';
  coordinates: readonly PolygonRings[];
}

export interface GeoPoint {
  longitude: number;
  latitude: number;
}

export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Whether longitude and latitude are on Earth. */
export function isOnEarth({ longitude, latitude }: GeoPoint): boolean {
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
}

/** A point to the centimetre: what nobody can measure is not stored, and PostgreSQL reads no 5e-324. */
export function toCentimetres({ longitude, latitude }: GeoPoint): GeoPoint {
  const round = (degrees: number) => Math.round(degrees * 1e7) / 1e7;
  return { longitude: round(longitude), latitude: round(latitude) };
}

const METRES_PER_DEGREE = 111_320;

/** Distance on a local plane, in metres: exact enough for a street. */
export function metresBetween(a: GeoPoint, b: GeoPoint): number {
  const east = (a.longitude - b.longitude) * Math.cos((a.latitude * Math.PI) / 180);
  return Math.hypot(east, a.latitude - b.latitude) * METRES_PER_DEGREE;
}

/** The smallest box around a shape. */
export function boxAround({ coordinates }: MultiPolygon): Box {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const [longitude, latitude] of coordinates.flat(2)) {
    box.west = Math.min(box.west, longitude);
    box.east = Math.max(box.east, longitude);
    box.south = Math.min(box.south, latitude);
    box.north = Math.max(box.north, latitude);
  }
  return box;
}

/**
 * Whether a point lies in a shape. A point on a border shared by two shapes is in exactly one of them: edges count by
 * the half-open rule (crossings to the right, lower end included).
 * @see Franklin: PNPOLY, https://wrfranklin.org/Research/Short_Notes/pnpoly.html
 */
export function contains({ coordinates }: MultiPolygon, { longitude: x, latitude: y }: GeoPoint): boolean {
  let isInside = false;
  for (const ring of coordinates.flat()) {
    for (let i = 1; i < ring.length; i++) {
      const [x1, y1] = ring[i - 1] as Position;
      const [x2, y2] = ring[i] as Position;
      if (y1 > y !== y2 > y && x < crossing(x1, y1, x2, y2, y)) isInside = !isInside;
    }
  }
  return isInside;
}

/** Where an edge meets the parallel y, computed alike for both directions, so that neighbours agree to the last bit. */
function crossing(x1: number, y1: number, x2: number, y2: number, y: number): number {
  return y1 < y2 ? x1 + ((y - y1) / (y2 - y1)) * (x2 - x1) : x2 + ((y - y2) / (y1 - y2)) * (x1 - x2);
}
