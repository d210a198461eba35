// Places through the API: what a position is called, what a report says of its place, and who is told of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, signIn } from '../support/server.ts';
import { recordStatements } from '../support/statements.ts';
import { alarm, IN_GRID_3, NOWHERE, report } from '../support/tickets.ts';
import { aTown, type Town } from '../support/town.ts';

const PLACE = 'sentence metres words building { id name nameEn } entrance { id name } grid { code }';
const CODE = '__typename ... on Error { code message } ... on ValidationError { fieldErrors { path code message } }';

interface Entrance {
  id: string;
  name: string;
  location: { longitude: number; latitude: number };
}
interface Building {
  id: string;
  name: string;
  location: Entrance['location'];
  entrances: Entrance[];
}

let town: Town;
let zhang: string;
let neighbour: string;
let officer: string;
let admin: string;
let desk: string;
let grids: Map<string, string>;
beforeAll(async () => {
  town = await aTown({ rates: { anonymous: 1e9, person: 1e9, key: 1e9 } });
  [zhang, neighbour, officer, admin, desk] = await Promise.all([
    town.resident(0),
    town.resident(1),
    town.officerOf(3),
    signIn(town, 'ADMIN'),
    signIn(town, 'DISPATCHER'),
  ]);
  const { data } = await ask(town, '{ grids(first: 100) { edges { node { id code } } } }');
  grids = new Map(data.grids.edges.map(({ node }: { node: { id: string; code: string } }) => [node.code, node.id]));
});
afterAll(() => town?.stop());

const gridId = (number: number) => grids.get(String(number)) as string;
const buildingsOf = async (number: number, token = zhang): Promise<Building[]> =>
  (
    await ask(
      town,
      'query ($gridId: ID!) { buildings(gridId: $gridId) { id name location { longitude latitude } entrances { id name location { longitude latitude } } } }',
      { gridId: gridId(number) },
      { token },
    )
  ).data?.buildings;
const placeAt = async (location: object, token: string | undefined = zhang, language = 'zh') =>
  ask(
    town,
    `query ($location: GeoPointInput!) { placeAt(location: $location) { ${PLACE} } }`,
    { location },
    {
      token,
      headers: { 'accept-language': language },
    },
  );
const placeOf = async (id: string, token: string, language = 'zh') =>
  (
    await ask(
      town,
      `query ($id: ID!) { node(id: $id) { ... on Ticket { place { ${PLACE} } grid { code } location { longitude latitude } openNearby { id } } } }`,
      { id },
      { token, headers: { 'accept-language': language } },
    )
  ).data.node;
const save = async (mutation: 'buildingSave' | 'buildingEntranceSave', input: object, token = admin) => {
  const Name = mutation === 'buildingSave' ? 'BuildingSave' : 'BuildingEntranceSave';
  const { data, errors } = await ask(
    town,
    `mutation ($input: ${Name}Input!) { x: ${mutation}(input: $input) { ${CODE} ... on ${Name}Success { building { id name nameEn grid { code } entrances { id name } } } } }`,
    { input },
    { token },
  );
  return data?.x ?? errors?.[0]?.extensions;
};

describe('a position', () => {
  it('is called by building and entrance, in the language of whoever asks', async () => {
    const [first] = await buildingsOf(1);
    const at = first?.entrances[1]?.location as object;
    expect((await placeAt(at)).data.placeAt).toMatchObject({
      sentence: '朝阳里 1 号楼 2 单元门口',
      building: { name: '1 号楼', nameEn: 'Building 1' },
      grid: { code: '1' },
    });
    expect((await placeAt(at, zhang, 'en')).data.placeAt.sentence).toBe('Building 1, entrance 2, 朝阳里');
  });

  it('is so many metres from the nearest building, or only in its grid, or nowhere', async () => {
    const { building, metres, sentence } = (await placeAt(IN_GRID_3)).data.placeAt;
    expect(metres).toBeGreaterThan(15);
    expect(sentence).toBe(`离朝阳里 ${building.name}约 ${Math.round(metres / 10) * 10} 米`);
    expect((await placeAt(NOWHERE)).data.placeAt).toBeNull();
    await town.database.pool.query(
      'UPDATE building SET outline = NULL, west = NULL, south = NULL, east = NULL, north = NULL, longitude = NULL, latitude = NULL WHERE grid_id = (SELECT id FROM grid WHERE code = $1)',
      ['20'],
    );
    await town.database.pool.query(
      'UPDATE building_entrance SET longitude = NULL, latitude = NULL WHERE building_id IN (SELECT b.id FROM building b JOIN grid g ON g.id = b.grid_id WHERE g.code = $1)',
      ['20'],
    );
    const { rows } = await town.database.pool.query(
      `SELECT (west + east) / 2 AS longitude, (south + north) / 2 AS latitude FROM grid WHERE code = '20'`,
    );
    expect((await placeAt(rows[0])).data.placeAt).toMatchObject({ sentence: '幸福里 20 号网格', building: null });
  });

  it('is told to whoever has signed in, and to nobody else', async () => {
    expect((await placeAt(IN_GRID_3, '')).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await buildingsOf(1, '')).toBeUndefined();
    expect((await buildingsOf(3)).map(({ name }) => name)).toEqual([17, 18, 19, 20, 21, 22, 23, 24].map((number) => `${number} 号楼`));
  });
});

describe('a report', () => {
  it('that names a building is there, in its grid, whatever the phone says', async () => {
    const [, building] = await buildingsOf(5);
    const entrance = building?.entrances[0] as Entrance;
    const { ticket } = await report(town, zhang, { buildingId: building?.id, entranceId: entrance.id, address: '车棚旁' });
    expect(ticket.grid.code).toBe('5');
    const seen = await placeOf(ticket.id, zhang);
    expect(seen.place).toMatchObject({
      sentence: '朝阳里 34 号楼 1 单元门口，车棚旁',
      metres: null,
      words: '车棚旁',
      entrance: { id: entrance.id },
    });
    expect(seen.location).toEqual(IN_GRID_3);
    expect((await placeOf(ticket.id, zhang, 'en')).place.sentence).toBe('Building 34, entrance 1, 朝阳里, 车棚旁');
    const without = await report(town, zhang, { entranceId: entrance.id, location: null });
    expect((await placeOf(without.ticket.id, zhang)).location).toEqual(entrance.location);
  });

  it('that has a position is at the nearest building', async () => {
    const entrance = (await buildingsOf(3))[2]?.entrances[2] as Entrance;
    const { ticket } = await report(town, zhang, { location: entrance.location });
    expect((await placeOf(ticket.id, zhang)).place).toMatchObject({ sentence: '朝阳里 19 号楼 3 单元门口', metres: 0 });
    const far = await report(town, zhang, { location: IN_GRID_3 });
    expect((await placeOf(far.ticket.id, zhang)).place.sentence).toMatch(/^离朝阳里 \d+ 号楼约 \d0 米$/);
  });

  it('that has only a grid, or nothing, says so', async () => {
    const { ticket } = await report(town, zhang, { location: null, gridId: gridId(2) });
    expect((await placeOf(ticket.id, zhang)).place).toMatchObject({ sentence: '朝阳里 2 号网格', building: null });
    const nowhere = await report(town, zhang, { location: null });
    expect((await placeOf(nowhere.ticket.id, zhang)).place).toBeNull();
  });

  it('is refused for an entrance of another building, and for a building that is not there', async () => {
    const [one, other] = await buildingsOf(3);
    expect(await report(town, zhang, { buildingId: one?.id, entranceId: other?.entrances[0]?.id })).toMatchObject({
      fieldErrors: [{ path: ['input', 'entranceId'], code: 'UNKNOWN' }],
    });
    expect(await report(town, zhang, { buildingId: 'bm9uZQ' })).toMatchObject({ __typename: 'NotFoundError' });
  });

  it('keeps its place when it is split', async () => {
    const [building] = await buildingsOf(3);
    const { ticket } = await report(town, zhang, { buildingId: building?.id });
    const { data } = await ask(
      town,
      `mutation ($id: ID!) { ticketSplit(input: { ticketId: $id, category: "noise", description: "另一件" }) { ... on TicketSplitSuccess { part { id } } } }`,
      { id: ticket.id },
      { token: officer },
    );
    expect((await placeOf(data.ticketSplit.part.id, officer)).place.building.id).toBe(building?.id);
  });
});

describe('an alarm', () => {
  it('is at the building that was named, and one that cannot be read is left out', async () => {
    const [building] = await buildingsOf(7);
    const named = await alarm(town, await town.resident(20), { buildingId: building?.id, address: '二楼' });
    expect((await placeOf(named.ticket.id, desk)).place).toMatchObject({ sentence: `朝阳里 ${building?.name}，二楼` });
    expect(named.ticket.grid.code).toBe('7');
    const strange = await alarm(town, await town.resident(21), { buildingId: 'bm9uZQ', address: '\u0000', location: IN_GRID_3 });
    expect((await placeOf(strange.ticket.id, desk)).place.building.name).toMatch(/号楼$/);
  });
});

describe('who is told where', () => {
  it('is whoever handles it: neighbours who follow, and partners, learn the grid', async () => {
    const [building] = await buildingsOf(3);
    const { ticket } = await report(town, zhang, { buildingId: building?.id, address: '三楼' });
    await town.as(neighbour)('ticketFollow', { ticketId: ticket.id });
    expect(await placeOf(ticket.id, neighbour)).toMatchObject({
      place: { sentence: '朝阳里 3 号网格', building: null, words: '', metres: null },
      openNearby: [],
    });
    expect((await placeOf(ticket.id, officer)).place.sentence).toBe('朝阳里 17 号楼，三楼');
  });

  it('knows of other open tickets at the building, as far as they may, at most five, by one statement', async () => {
    const [, , , building] = await buildingsOf(12);
    const reporter = await town.resident(30);
    const sent: string[] = [];
    for (let n = 0; n < 7; n++) sent.push((await report(town, n === 0 ? zhang : reporter, { buildingId: building?.id })).ticket.id);
    const [first = ''] = sent;
    expect((await placeOf(first, desk)).openNearby).toHaveLength(5);
    expect((await placeOf(first, desk)).openNearby.map(({ id }: { id: string }) => id)).not.toContain(first);
    expect((await placeOf(first, zhang)).openNearby).toEqual([]);
    expect((await placeOf(sent[1] as string, reporter)).openNearby).toHaveLength(5);
    const follower = await town.resident(31);
    await town.as(follower)('ticketFollow', { ticketId: first });
    const { ticket: own } = await report(town, follower, { buildingId: building?.id });
    expect((await placeOf(own.id, follower)).openNearby).toEqual([]);
    const heard = recordStatements(town);
    const { data } = await ask(town, '{ tickets(first: 7) { edges { node { id openNearby { number } } } } }', {}, { token: desk });
    expect(data.tickets.edges).toHaveLength(7);
    expect(heard.filter(({ text }) => text.includes('tickets.readOpenAtBuilding'))).toHaveLength(1);
  });

  it('is nobody any more, when who reported it has erased their account', async () => {
    const leaving = await town.resident(40);
    const [building] = await buildingsOf(3);
    const { ticket } = await report(town, leaving, { buildingId: building?.id, address: '三楼' });
    const { rows } = await town.database.pool.query('SELECT erase_ticket_words(reporter_id), reporter_id FROM ticket WHERE number = $1', [
      ticket.number,
    ]);
    expect(rows).toHaveLength(1);
    expect((await placeOf(ticket.id, officer)).place).toMatchObject({ building: null, words: '' });
  });
});

describe('an administrator', () => {
  it('adds a building and its entrances, and changes their names', async () => {
    const added = await save('buildingSave', { gridId: gridId(4), name: '物业用房', nameEn: 'Property office' });
    expect(added.building).toMatchObject({ name: '物业用房', nameEn: 'Property office', grid: { code: '4' } });
    const { id } = added.building;
    const entrance = await save('buildingEntranceSave', { buildingId: id, name: '东门' });
    expect(entrance.building.entrances).toMatchObject([{ name: '东门' }]);
    const [{ id: entranceId }] = entrance.building.entrances;
    expect((await save('buildingEntranceSave', { buildingId: id, entranceId, name: '西门' })).building.entrances).toEqual([
      { id: entranceId, name: '西门' },
    ]);
    expect((await save('buildingSave', { buildingId: id, name: '物业' })).building.nameEn).toBe('Property office');
    expect((await save('buildingSave', { buildingId: id, name: '物业', nameEn: '' })).building).toMatchObject({
      id,
      name: '物业',
      nameEn: '物业',
    });
    const here = (await placeAt(IN_GRID_3)).data.placeAt.grid.code;
    expect((await save('buildingSave', { name: '亭子', location: IN_GRID_3 })).building.grid.code).toBe(here);
  });

  it('is refused a name that is taken, a position outside the grid, no grid, and the move of an outline', async () => {
    const [building, other] = await buildingsOf(6);
    expect(await save('buildingSave', { gridId: gridId(6), name: building?.name })).toMatchObject({ __typename: 'BuildingNameTakenError' });
    expect(await save('buildingSave', { buildingId: other?.id, name: building?.name })).toMatchObject({ code: 'BUILDING_NAME_TAKEN' });
    const [first, second] = (building as Building).entrances;
    expect(await save('buildingEntranceSave', { buildingId: building?.id, entranceId: first?.id, name: second?.name })).toMatchObject({
      __typename: 'BuildingNameTakenError',
    });
    expect(await save('buildingEntranceSave', { buildingId: other?.id, entranceId: first?.id, name: '门' })).toMatchObject({
      fieldErrors: [{ path: ['input', 'entranceId'] }],
    });
    expect(await save('buildingSave', { gridId: gridId(6), name: '亭子', location: IN_GRID_3 })).toMatchObject({
      __typename: 'BuildingOutsideError',
    });
    expect(await save('buildingSave', { name: '亭子', location: NOWHERE })).toMatchObject({ fieldErrors: [{ code: 'REQUIRED' }] });
    expect(await save('buildingSave', { buildingId: building?.id, name: '亭子', location: building?.location })).toMatchObject({
      fieldErrors: [{ code: 'OUTLINED' }],
    });
    expect(await save('buildingSave', { gridId: gridId(6), name: '亭子' }, desk)).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is one of several who take the same name at once', async () => {
    const answers = await Promise.all(Array.from({ length: 16 }, () => save('buildingSave', { gridId: gridId(8), name: '同名' })));
    expect(answers.filter(({ building }) => building)).toHaveLength(1);
  });

  it('tells two buildings of a name in one community apart by their grids', async () => {
    const [one] = await buildingsOf(8);
    await save('buildingSave', { gridId: gridId(9), name: one?.name });
    expect((await placeAt(one?.location as object)).data.placeAt.sentence).toContain(`和平里 8 号网格 ${one?.name}`);
  });
});
