// The demo town as rows: one street, three communities, twenty grids, two thousand residents. Deterministic.
import { type Chance, chance } from './chance.ts';
import * as words from './town-words.ts';

export interface DemoGrid {
  id: string;
  communityId: string;
  number: number;
  name: string;
  estate: string;
  /** One closed ring, longitude first. */
  ring: [number, number][];
}

/** A slab of three entrances. */
interface DemoBuilding {
  id: string;
  gridId: string;
  name: string;
  /** One closed ring, longitude first. */
  ring: [number, number][];
  middle: { longitude: number; latitude: number };
  entrances: { id: string; name: string; longitude: number; latitude: number }[];
}

export interface DemoStaff {
  id: string;
  role: 'OFFICER' | 'GRID_WORKER' | 'PROPERTY' | 'LEGAL_ADVISER' | 'DISPATCHER' | 'COMMANDER' | 'ADMIN';
  name: string;
  title: string;
  phone: string;
  /** The grid they serve; null for those without one. */
  duty: { id: string; gridNumber: number } | null;
}

interface DemoHousehold {
  id: string;
  gridId: string;
  address: string;
}

export interface DemoResident {
  id: string;
  name: string;
  phone: string;
  gridId: string;
  householdId: string;
  isVolunteer: boolean;
}

export interface Town {
  communities: { id: string; name: string }[];
  grids: DemoGrid[];
  neighbours: [gridId: string, neighbourId: string][];
  buildings: DemoBuilding[];
  staff: DemoStaff[];
  households: DemoHousehold[];
  residents: DemoResident[];
}

const COLUMNS = 5;
const ROWS = 4;
const RESIDENTS = 2000;
const VOLUNTEERS = 40;
/** North-west corner, and the size of a grid: some 330 by 300 metres. No real street lies here. */
const WEST = 116.02;
const NORTH = 38.46;
const WIDTH = 0.0038;
const HEIGHT = 0.0027;

/** Makes the town of a seed. */
export function makeTown(seed = 20_261_123): Town {
  const random = chance(seed);
  const communities = words.COMMUNITIES.map(({ name }) => ({ id: random.uuid(), name }));
  const grids = makeGrids(random, communities);
  const households = makeHouseholds(random, grids);
  return {
    communities,
    grids,
    neighbours: neighboursOf(grids),
    buildings: grids.flatMap(makeBuildings),
    staff: makeStaff(random, grids),
    households,
    residents: makeResidents(random, households),
  };
}

/** A lattice whose inner corners are nudged, so that grids look like blocks and still share their borders exactly. */
function makeGrids(random: Chance, communities: { id: string }[]): DemoGrid[] {
  const nudge = (isFree: boolean, size: number) => (isFree ? (random.next() - 0.5) * 0.5 * size : 0);
  const corners = Array.from({ length: ROWS + 1 }, (_, row) =>
    Array.from({ length: COLUMNS + 1 }, (_, column): [number, number] => [
      round(WEST + column * WIDTH + nudge(column > 0 && column < COLUMNS, WIDTH)),
      round(NORTH - row * HEIGHT + nudge(row > 0 && row < ROWS, HEIGHT)),
    ]),
  );
  const corner = (row: number, column: number) => corners[row]?.[column] as [number, number];
  const owners = words.COMMUNITIES.flatMap((community, index) =>
    Array.from({ length: community.grids }, () => ({ estate: community.estate, communityId: communities[index]?.id as string })),
  );
  return owners.map(({ estate, communityId }, index) => {
    const [row, column] = [Math.floor(index / COLUMNS), index % COLUMNS];
    const ring = [corner(row, column), corner(row + 1, column), corner(row + 1, column + 1), corner(row, column + 1), corner(row, column)];
    return { id: random.uuid(), communityId, number: index + 1, name: `${estate} ${index + 1} 号网格`, estate, ring };
  });
}

function neighboursOf(grids: DemoGrid[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (const a of grids) {
    for (const b of grids) {
      const [rowA, columnA] = [Math.floor((a.number - 1) / COLUMNS), (a.number - 1) % COLUMNS];
      const [rowB, columnB] = [Math.floor((b.number - 1) / COLUMNS), (b.number - 1) % COLUMNS];
      if (Math.abs(rowA - rowB) + Math.abs(columnA - columnB) === 1) pairs.push([a.id, b.id]);
    }
  }
  return pairs;
}

const BUILDINGS_A_GRID = 8;
const HOUSEHOLDS_A_BUILDING = 5;
const BUILDING_COLUMNS = 2;
const ENTRANCES = 3;
/** Length and depth of a slab as shares of its grid: some 66 by 15 metres. */
const SLAB = { length: 0.2, depth: 0.05 } as const;

/** Buildings are counted through an estate. */
function firstBuildingOf({ estate, number }: DemoGrid): number {
  const index = words.COMMUNITIES.findIndex((community) => community.estate === estate);
  const before = words.COMMUNITIES.slice(0, index).reduce((sum, community) => sum + community.grids, 0);
  return (number - 1 - before) * BUILDINGS_A_GRID + 1;
}

/** Slabs in two columns of four, their entrances on the south side; inside the grid, because they are laid out along its edges. */
function makeBuildings(grid: DemoGrid): DemoBuilding[] {
  const random = chance(7_151_129 + grid.number); // ids of its own: nobody else's change by it
  return Array.from({ length: BUILDINGS_A_GRID }, (_, index) => {
    const east = 0.15 + (index % BUILDING_COLUMNS) * 0.5;
    const south = 0.12 + Math.floor(index / BUILDING_COLUMNS) * 0.24;
    const [far, deep] = [east + SLAB.length, south + SLAB.depth];
    const ring = [at(grid, east, south), at(grid, east, deep), at(grid, far, deep), at(grid, far, south), at(grid, east, south)];
    const [longitude, latitude] = at(grid, (east + far) / 2, (south + deep) / 2);
    const entrances = Array.from({ length: ENTRANCES }, (_unit, unit) => {
      const [x, y] = at(grid, east + ((unit + 0.5) / ENTRANCES) * SLAB.length, deep);
      return { id: random.uuid(), name: `${unit + 1} 单元门口`, longitude: x, latitude: y };
    });
    const name = `${firstBuildingOf(grid) + index} 号楼`;
    return { id: random.uuid(), gridId: grid.id, name, ring, middle: { longitude, latitude }, entrances };
  });
}

/** A place in a grid by shares of its width and, from the north, of its height: between its four corners. */
function at({ ring }: DemoGrid, east: number, south: number): [number, number] {
  const [northWest, southWest, southEast, northEast] = ring as [[number, number], [number, number], [number, number], [number, number]];
  const mean = (axis: 0 | 1) =>
    (1 - south) * ((1 - east) * northWest[axis] + east * northEast[axis]) + south * ((1 - east) * southWest[axis] + east * southEast[axis]);
  return [round(mean(0)), round(mean(1))];
}

function makeStaff(random: Chance, grids: DemoGrid[]): DemoStaff[] {
  const staff: DemoStaff[] = [];
  const add = (role: DemoStaff['role'], grid: number | null, surname: string, given: string, title: string) => {
    const phone = `+861009${String(staff.length + 1).padStart(7, '0')}`;
    const duty = grid === null ? null : { id: random.uuid(), gridNumber: grid };
    staff.push({ id: random.uuid(), role, name: surname + given, title, phone, duty });
  };
  for (const { number } of grids) {
    const surname = words.OFFICERS[number - 1] as string;
    add('OFFICER', number, surname, random.pick(words.OFFICER_GIVEN), `${surname}警官`);
  }
  for (const { number } of grids) {
    // Grid 3 is where the stories play: 李姐 and 王师傅 work there.
    const pair =
      number === 3
        ? [
            ['李', '姐'],
            ['王', '师傅'],
          ]
        : [0, 1].map(() => [random.pick(words.SURNAMES), random.pick(words.WORKER_TITLES)]);
    for (const [surname, title] of pair as [string, string][]) {
      add('GRID_WORKER', number, surname, random.pick(words.GIVEN_MIDDLE), surname + title);
    }
  }
  add('DISPATCHER', null, '周', '静', '周调度');
  add('DISPATCHER', null, '许', '超', '许调度');
  add('DISPATCHER', null, '丁', '敏', '丁调度');
  add('COMMANDER', null, '刘', '国栋', '刘所长');
  for (const { estate } of words.COMMUNITIES) add('PROPERTY', null, random.pick(words.SURNAMES), '经理', `${estate}物业`);
  add('LEGAL_ADVISER', null, '沈', '文博', '沈律师');
  add('LEGAL_ADVISER', null, '苏', '静', '苏律师');
  add('ADMIN', null, '任', '晓东', '系统管理员');
  // Ids of its own: nobody else's change by it.
  const phone = `+861009${String(staff.length + 1).padStart(7, '0')}`;
  staff.push({ id: chance(7_151_128).uuid(), role: 'PROPERTY', name: '方主任', title: '和平街道办', phone, duty: null });
  return staff;
}

function makeHouseholds(random: Chance, grids: DemoGrid[]): DemoHousehold[] {
  return grids.flatMap((grid) =>
    Array.from({ length: BUILDINGS_A_GRID * HOUSEHOLDS_A_BUILDING }, (_, index) => {
      const address = `${grid.estate} ${firstBuildingOf(grid) + Math.floor(index / HOUSEHOLDS_A_BUILDING)} 号楼 ${1 + (index % 3)} 单元 ${1 + Math.floor(index / 2)}0${1 + (index % 2)}`;
      return { id: random.uuid(), gridId: grid.id, address };
    }),
  );
}

function makeResidents(random: Chance, households: DemoHousehold[]): DemoResident[] {
  const story = storyHousehold(households);
  return Array.from({ length: RESIDENTS }, (_, index) => {
    const household = index === 0 ? story : (households[index % households.length] as DemoHousehold);
    const isVolunteer = (index + 1) % (RESIDENTS / VOLUNTEERS) === 0;
    const given = isVolunteer
      ? words.GIVEN_ELDER
      : random.pick([words.GIVEN_ELDER, words.GIVEN_MIDDLE, words.GIVEN_MIDDLE, words.GIVEN_YOUNG]);
    // The first resident is Auntie Zhang of the stories.
    const name = index === 0 ? '张桂芳' : random.pick(words.SURNAMES) + random.pick(given);
    const phone = `+861000${String(index + 1).padStart(7, '0')}`;
    return { id: random.uuid(), name, phone, gridId: household.gridId, householdId: household.id, isVolunteer };
  });
}

/** A home in grid 3. */
function storyHousehold(households: DemoHousehold[]): DemoHousehold {
  return households[2 * 40] as DemoHousehold;
}

/** A place near the middle of a grid: grids are nearly boxes, the inner two thirds are surely inside. */
export function pointIn(random: Chance, { ring }: DemoGrid): { longitude: number; latitude: number } {
  const corners = ring.slice(0, 4);
  const weights = corners.map(() => 0.3 + random.next());
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const mean = (axis: 0 | 1) => corners.reduce((total, corner, index) => total + (corner[axis] * (weights[index] as number)) / sum, 0);
  return { longitude: round(mean(0)), latitude: round(mean(1)) };
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
