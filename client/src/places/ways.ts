// The ways to a place: how far it is, and links that open a map there. Nobody is asked before one is pressed.
import { shown } from '../dispatch/datum.ts';

export interface Point {
  longitude: number;
  latitude: number;
}

const METRES_PER_DEGREE = 111_320;

/** On a local plane: exact enough to walk. */
function metresBetween(a: Point, b: Point): number {
  const east = (a.longitude - b.longitude) * Math.cos((a.latitude * Math.PI) / 180);
  return Math.hypot(east, a.latitude - b.latitude) * METRES_PER_DEGREE;
}

/** How far it is from where somebody stands, in tens of metres: phones err by more than one. */
export const metresFrom = (from: Point, to: Point): number => Math.max(10, Math.round(metresBetween(from, to) / 10) * 10);

export type MapName = 'geo' | 'amap' | 'baidu' | 'apple';

/**
 * A link that opens a map at a point. Amap and Baidu are told that it is WGS 84; Apple draws China in GCJ-02 and takes positions so.
 * @see https://www.rfc-editor.org/rfc/rfc5870 https://lbs.amap.com/api/uri-api/guide/mobile-web/point https://lbsyun.baidu.com/faq/api?title=webapi/uri/web
 */
export function linkTo(map: MapName, { longitude, latitude }: Point, name: string): string {
  const called = encodeURIComponent(name);
  switch (map) {
    case 'geo':
      return `geo:${latitude},${longitude}?q=${latitude},${longitude}(${called})`;
    case 'amap':
      return `https://uri.amap.com/marker?position=${longitude},${latitude}&name=${called}&coordinate=wgs84&callnative=1`;
    case 'baidu':
      return `https://api.map.baidu.com/marker?location=${latitude},${longitude}&title=${called}&content=${called}&coord_type=wgs84&output=html&src=xieshou`;
    case 'apple': {
      const [north, east] = shown({ longitude, latitude }, 'GCJ02');
      return `https://maps.apple.com/?ll=${north},${east}&q=${called}`;
    }
  }
}
