// Inputs that hold several things, or name a row that takes a right.
import { graphql, printType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Context } from '../../schema/frame/context.ts';

const MINE = '11111111-1111-4111-8111-111111111111';
const THEIRS = '22222222-2222-4222-8222-222222222222';
const idOf = (typename: string, id: string) => Buffer.from(`${typename}:${id}`).toString('base64url');

/** Declares a mutation in a frame of this file's own. */
async function declareTrial() {
  vi.resetModules();
  const { builder } = await import('../../schema/frame/builder.ts');
  const { checked, group, optional, scalar, text, whole, wrong } = await import('../../schema/frame/inputs.ts');
  const { choices, ids, list } = await import('../../schema/frame/lists.ts');
  const { gives, mutation } = await import('../../schema/frame/mutation.ts');
  const { rowFor } = await import('../../schema/frame/rows.ts');
  const { say } = await import('../../schema/frame/speech.ts');
  const { registerNode } = await import('../../schema/frame/relay/graph.ts');
  registerNode<{ id: string; teamId: string }>('Walk', (id) => Promise.resolve({ id, teamId: id }), null);
  const Colour = builder.enumType('Colour', { description: '颜色 / Colour', values: ['RED', 'BLUE'] as const });
  const stop = group('WalkStop', { type: '一站 / A stop', says: '一站 / A stop' }, { name: text(2, 9, '名称 / Name') });
  mutation('walkChange', {
    says: '改一改 / Changes it',
    may: 'shift.serve',
    input: {
      walkId: rowFor<{ id: string; teamId: string }>('shift.manage', {
        typename: 'Walk',
        says: '哪一个 / Which',
        gone: say('没有。', 'Not found.'),
        subjectOf: ({ teamId }) => ({ teamId }),
        otherwise: say('不是您的队。', 'Not your team.'),
      }),
      stops: checked(list(stop, '几站 / Stops'), (stops) => (stops.length > 2 ? wrong('OUT_OF_RANGE', say('太多。', 'Too many.')) : stops)),
      start: optional(stop),
      colours: choices(Colour, '颜色 / Colours', { otherwise: [] }),
      shades: choices(Colour, '深浅 / Shades'),
      others: ids('Walk', '别的 / Others', { most: 2, otherwise: say('最多两个。', 'At most two.') }),
      length: whole(1, 9, '多长；以公里计 / Length; in kilometres'),
      isLoop: scalar('Boolean', '是否绕圈 / Whether it is a loop'),
      pace: scalar('Float', '步速 / Pace', { otherwise: 1.5 }),
      note: optional(scalar('String', '备注 / Note')),
    },
    done: '改好了 / Changed',
    gives: gives<{ told: string }>((t) => ({ told: t.exposeString('told', { description: '说了什么 / What was said' }) })),
    refuses: [],
    do: ({ walkId, ...input }) => ({ told: JSON.stringify({ walk: walkId.id, ...input }) }),
  });
}

const asked = async (input: object) => {
  const { schema } = await import('../../schema/index.ts');
  const viewer = { kind: 'resident', realNameStatus: 'VERIFIED', residentId: 'x', isVolunteer: true, captainOf: [MINE] };
  const contextValue = { viewer, language: 'en', services: { settings: { timeZone: 'Asia/Shanghai' } } } as unknown as Context;
  const source = `mutation ($input: WalkChangeInput!) { walkChange(input: $input) { __typename ... on WalkChangeSuccess { told }
    ... on Error { code message } ... on ValidationError { fieldErrors { path code } } } }`;
  const { data, errors } = await graphql({ schema, source, variableValues: { input }, contextValue });
  expect(errors).toBeUndefined();
  return JSON.parse(JSON.stringify(data?.walkChange));
};
const right = {
  walkId: idOf('Walk', MINE),
  stops: [{ name: '东门' }, { name: '西门' }],
  shades: ['RED', 'RED'],
  others: [],
  length: 3,
  isLoop: false,
};

describe('an input that holds several things', () => {
  beforeAll(declareTrial);
  afterAll(() => {
    vi.resetModules();
  });

  it('is told as it is: lists of groups, of enums, of ids, and what may be left out', async () => {
    const { schema } = await import('../../schema/index.ts');
    const printed = printType(schema.getType('WalkChangeInput') as never);
    for (const field of [
      'stops: [WalkStop!]!',
      'start: WalkStop\n',
      'colours: [Colour!] = []',
      'shades: [Colour!]!',
      'others: [ID!]!',
      'isLoop: Boolean!',
      'pace: Float = 1.5',
      'note: String',
    ])
      expect(printed).toContain(field);
    expect(printed).toContain('多长，1–9；以公里计 / Length, 1 to 9; in kilometres');
    expect(printType(schema.getType('WalkChangeResult') as never)).toContain(
      'ForbiddenError | NotFoundError | ValidationError | WalkChangeSuccess',
    );
  });

  it('is read in order, each value once', async () => {
    const { told } = await asked({ ...right, others: [idOf('Walk', THEIRS), idOf('Walk', THEIRS)] });
    expect(JSON.parse(told)).toEqual({
      walk: MINE,
      stops: [{ name: '东门' }, { name: '西门' }],
      colours: [],
      shades: ['RED'],
      others: [THEIRS],
      length: 3,
      isLoop: false,
      pace: 1.5,
    });
  });

  it('says which of several is wrong, in the order of the fields', async () => {
    const three = [MINE, THEIRS, THEIRS.replaceAll('2', '3')].map((one) => idOf('Walk', one));
    const wrong = { others: three, stops: [{ name: '东门' }, { name: '西' }], start: { name: '' }, length: 0 };
    expect((await asked({ ...right, ...wrong })).fieldErrors).toEqual([
      { path: ['input', 'stops', '1', 'name'], code: 'TOO_SHORT' },
      { path: ['input', 'start', 'name'], code: 'EMPTY' },
      { path: ['input', 'others'], code: 'OUT_OF_RANGE' },
      { path: ['input', 'length'], code: 'OUT_OF_RANGE' },
    ]);
  });

  it('says that an id is none of those', async () => {
    for (const other of ['x', idOf('Team', MINE)])
      expect((await asked({ ...right, others: [other] })).fieldErrors).toEqual([{ path: ['input', 'others'], code: 'UNKNOWN' }]);
  });

  it('checks checked what is right so far', async () => {
    const stops = Array.from({ length: 3 }, () => ({ name: '东门' }));
    expect((await asked({ ...right, stops })).fieldErrors).toEqual([{ path: ['input', 'stops'], code: 'OUT_OF_RANGE' }]);
    expect((await asked({ ...right, stops: [...stops, { name: '' }] })).fieldErrors).toMatchObject([
      { path: ['input', 'stops', '3', 'name'] },
    ]);
  });

  it('names no row with which the caller may not do it', async () => {
    expect(await asked({ ...right, walkId: idOf('Walk', THEIRS) })).toMatchObject({ code: 'FORBIDDEN', message: 'Not your team.' });
    expect(await asked({ ...right, walkId: 'x' })).toMatchObject({ code: 'NOT_FOUND', message: 'Not found.' });
  });
});
