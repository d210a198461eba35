// Where a WGS 84 position is drawn on tiles of another datum.

const A = 6_378_245; // Krasovsky 1940, as GCJ-02 has it
const EE = 0.006_693_421_622_965_943;

interface Position {
  longitude: number;
  latitude: number;
}

/** Latitude first, as maps take it. GCJ-02: the offset that tiles made in China carry (GB 20263), by its known series. */
export function shown({ longitude, latitude }: Position, datum: 'WGS84' | 'GCJ02'): [latitude: number, longitude: number] {
  if (datum === 'WGS84' || !isInChina(longitude, latitude)) return [latitude, longitude];
  const [x, y] = [longitude - 105, latitude - 35];
  const phi = (latitude * Math.PI) / 180;
  const magic = 1 - EE * Math.sin(phi) ** 2;
  const north = (offsetNorth(x, y) * 180) / (((A * (1 - EE)) / magic ** 1.5) * Math.PI);
  const east = (offsetEast(x, y) * 180) / ((A / Math.sqrt(magic)) * Math.cos(phi) * Math.PI);
  return [latitude + north, longitude + east];
}

const isInChina = (longitude: number, latitude: number) =>
  longitude > 72.004 && longitude < 137.8347 && latitude > 0.8293 && latitude < 55.8271;

const wave = (a: number, b: number, c: number, [f, g, h]: [number, number, number]) =>
  ((a * Math.sin(f * Math.PI) + b * Math.sin(g * Math.PI) + c * Math.sin(h * Math.PI)) * 2) / 3;

function offsetNorth(x: number, y: number): number {
  const base = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x));
  return base + wave(20, 20, 0, [6 * x, 2 * x, 0]) + wave(20, 40, 0, [y, y / 3, 0]) + wave(160, 320, 0, [y / 12, y / 30, 0]);
}

function offsetEast(x: number, y: number): number {
  const base = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x));
  return base + wave(20, 20, 0, [6 * x, 2 * x, 0]) + wave(20, 40, 0, [x, x / 3, 0]) + wave(150, 300, 0, [x / 12, x / 30, 0]);
}
