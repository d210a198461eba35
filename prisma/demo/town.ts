// The demo town as rows: one street, three communities, twenty grids, two thousand residents. Deterministic.
import { type Chance, chance } from './random.ts';
import * as words from './words.ts';

export interface DemoGrid {
  id: string;
  communityId: string;
  number: number;
  name: string;
  estate: string;
  /** One closed ring, longitude first. */
  ring: [number, number][];
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
    Array.from({ length: 40 }, (_, index) => {
      const building = 1 + Math.floor(index / 5) + (grid.number % 7);
      const address = `${grid.estate} ${building} 号楼 ${1 + (index % 3)} 单元 ${1 + Math.floor(index / 2)}0${1 + (index % 2)}`;
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

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
