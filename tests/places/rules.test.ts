// Which building a position is at, against brute force, and how it is said.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeTown } from '../../api/demo/town.ts';
import { boxAround, contains, type MultiPolygon, metresBetween } from '../../schema/commons/grids/rules.ts';
import { metresToOutline, middleOf, shapeMistake } from '../../schema/commons/grids/shapes.ts';
import {
  AT_METRES,
  ENTRANCE_WITHIN_METRES,
  englishOf,
  estateOf,
  metresTo,
  NEAREST_WITHIN_METRES,
  nearestOf,
  type Shape,
} from '../../schema/commons/places/rules.ts';
import { type PlaceToSay, sentenceOf } from '../../schema/commons/places/sentence.ts';

const HERE = { longitude: 116.0295, latitude: 38.4587 };
const METRE_EAST = 1 / (111_320 * Math.cos((HERE.latitude * Math.PI) / 180));
const METRE_NORTH = 1 / 111_320;
const away = (east: number, north: number) => ({
  longitude: HERE.longitude + east * METRE_EAST,
  latitude: HERE.latitude + north * METRE_NORTH,
});

/** A box whose middle lies so many metres away. */
function slab(id: string, east: number, north: number, { length = 60, depth = 14 } = {}): Shape {
  const corner = (x: number, y: number) => {
    const { longitude, latitude } = away(east + (x * length) / 2, north + (y * depth) / 2);
    return [longitude, latitude] as const;
  };
  const ring = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1), corner(-1, -1)];
  return { id, ...away(east, north), outline: { type: 'MultiPolygon', coordinates: [[ring]] }, entrances: [] };
}

const metres = fc.integer({ min: -300, max: 300 });
const buildings = fc.array(
  fc.record({ east: metres, north: metres, hasOutline: fc.boolean(), entrances: fc.array(fc.tuple(metres, metres), { maxLength: 3 }) }),
  { maxLength: 12 },
);
type Drawn = { east: number; north: number; hasOutline: boolean; entrances: [number, number][] };
const made = (drawn: readonly Drawn[]): Shape[] =>
  drawn.map(({ east, north, hasOutline, entrances }, index) => ({
    ...slab(String(index), east, north),
    ...(hasOutline ? {} : { outline: null }),
    entrances: entrances.map(([x, y]) => away(x, y)),
  }));

describe('the nearest building', () => {
  it('is one than which none is nearer, and there is one whenever one is within the bound', () => {
    fc.assert(
      fc.property(buildings, metres, metres, (drawn, east, north) => {
        const point = away(east, north);
        const all = made(drawn);
        const least = Math.min(...all.map((building) => metresTo(point, building)));
        const found = nearestOf(point, all);
        expect(found !== null).toBe(least <= NEAREST_WITHIN_METRES);
        if (found) expect(metresTo(point, found.building)).toBe(least);
        if (found) expect(found.metres).toBe(Math.round(least));
      }),
    );
  });

  it('does not depend on the order in which buildings are read', () => {
    fc.assert(
      fc.property(buildings, metres, metres, (drawn, east, north) => {
        const all = made(drawn);
        expect(nearestOf(away(east, north), all.toReversed())).toEqual(nearestOf(away(east, north), all));
      }),
    );
  });

  it('names an entrance only at the building, and then the nearest', () => {
    fc.assert(
      fc.property(buildings, metres, metres, (drawn, east, north) => {
        const point = away(east, north);
        const found = nearestOf(point, made(drawn));
        if (!found?.entrance) return;
        expect(found.metres).toBeLessThanOrEqual(AT_METRES);
        const distances = found.building.entrances.map((entrance) => metresBetween(entrance as typeof point, point));
        expect(metresBetween(found.entrance as typeof point, point)).toBe(Math.min(...distances));
        expect(Math.min(...distances)).toBeLessThanOrEqual(ENTRANCE_WITHIN_METRES);
      }),
    );
  });

  it('is far from its outline as walking along its edge finds it', () => {
    fc.assert(
      fc.property(metres, metres, (east, north) => {
        const shape = slab('a', 0, 0).outline as MultiPolygon;
        const ring = shape.coordinates[0]?.[0] ?? [];
        const walked = ring.slice(1).flatMap(([x2, y2], index) =>
          Array.from({ length: 601 }, (_, step) => {
            const [x1, y1] = ring[index] as readonly [number, number];
            return metresBetween({ longitude: x1 + ((x2 - x1) * step) / 600, latitude: y1 + ((y2 - y1) * step) / 600 }, away(east, north));
          }),
        );
        expect(Math.abs(metresToOutline(shape, away(east, north)) - Math.min(...walked))).toBeLessThan(0.2);
      }),
    );
  });

  it('is none where nobody knows where buildings stand', () => {
    expect(nearestOf(HERE, [{ id: 'a', longitude: null, latitude: null, outline: null, entrances: [] }])).toBeNull();
    expect(nearestOf(HERE, [])).toBeNull();
  });
});

describe('the middle of an outline', () => {
  it('is where its box is, for a slab', () => {
    fc.assert(
      fc.property(metres, metres, (east, north) => {
        const shape = slab('a', east, north).outline as MultiPolygon;
        expect(metresBetween(middleOf(shape), away(east, north))).toBeLessThan(0.01);
      }),
    );
  });
});

describe('a place in a sentence', () => {
  const at: PlaceToSay = {
    building: { name: '3 号楼', nameEn: null, hasNamesake: false },
    entrance: { name: '2 单元门口', nameEn: null },
    metres: null,
    words: '',
    grid: '朝阳里 3 号网格',
    community: '朝阳里社区',
  };
  const said = (more: Partial<PlaceToSay> = {}) => [sentenceOf({ ...at, ...more }, 'zh'), sentenceOf({ ...at, ...more }, 'en')];

  it('is estate, building and entrance, and the words of whoever was there', () => {
    expect(said()).toEqual(['朝阳里 3 号楼 2 单元门口', 'Building 3, entrance 2, 朝阳里']);
    expect(said({ words: '车棚旁' })).toEqual(['朝阳里 3 号楼 2 单元门口，车棚旁', 'Building 3, entrance 2, 朝阳里, 车棚旁']);
    expect(said({ metres: AT_METRES })).toEqual(said());
  });

  it('says how far it is, in tens, where it is not at the building', () => {
    expect(said({ metres: 38, entrance: null })).toEqual(['离朝阳里 3 号楼约 40 米', 'about 40 m from Building 3, 朝阳里']);
  });

  it('tells two buildings of a name apart by their grids', () => {
    const building = { name: '3 号楼', nameEn: null, hasNamesake: true };
    expect(said({ building, entrance: null })).toEqual(['朝阳里 3 号网格 3 号楼', 'Building 3, 朝阳里 3 号网格']);
  });

  it('is the grid or the words where there is no building, and nothing where nothing is known', () => {
    expect(said({ building: null, entrance: null })).toEqual(['朝阳里 3 号网格', '朝阳里 3 号网格']);
    expect(said({ building: null, entrance: null, grid: null, words: '菜市场' })).toEqual(['菜市场', '菜市场']);
    expect(said({ building: null, entrance: null, grid: null })).toEqual([null, null]);
  });

  it('is English where names are numbers, or were given in English', () => {
    const english = (name: string, nameEn: string | null = null) => englishOf({ name, nameEn });
    expect(['12号楼', '4 栋', '1 单元', '2 单元门口', '东门'].map((name) => english(name))).toEqual([
      'Building 12',
      'Building 4',
      'entrance 1',
      'entrance 2',
      'east gate',
    ]);
    expect([english('老年活动中心'), english('老年活动中心', 'Senior centre')]).toEqual(['老年活动中心', 'Senior centre']);
    expect([estateOf('朝阳里社区'), estateOf('幸福里')]).toEqual(['朝阳里', '幸福里']);
  });
});

describe('the demo street', () => {
  it('has eight buildings in each grid, whole and inside it, with entrances at which people are found', () => {
    const { grids, buildings: street } = makeTown();
    expect(street).toHaveLength(grids.length * 8);
    const shapes = street.map(({ id, ring, middle, entrances }) => {
      const outline: MultiPolygon = { type: 'MultiPolygon', coordinates: [[ring]] };
      return { id, ...middle, outline, entrances };
    });
    for (const [index, { gridId, entrances, middle }] of street.entries()) {
      const grid: MultiPolygon = { type: 'MultiPolygon', coordinates: [[grids.find(({ id }) => id === gridId)?.ring ?? []]] };
      const { outline } = shapes[index] as (typeof shapes)[number];
      expect(shapeMistake(outline)).toBeNull();
      for (const [longitude, latitude] of outline.coordinates.flat(2)) expect(contains(grid, { longitude, latitude })).toBe(true);
      expect(metresBetween(middleOf(outline), middle)).toBeLessThan(1);
      for (const entrance of entrances)
        expect(nearestOf(entrance, shapes)).toMatchObject({ building: { id: shapes[index]?.id }, entrance });
      const { west, east } = boxAround(outline);
      expect(west).toBeLessThan(east);
    }
  });

  it('is the same every time it is made', () => {
    expect(makeTown().buildings).toEqual(makeTown().buildings);
  });
});
