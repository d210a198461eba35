// Mutations from their declarations: what the schema gets, what is read and refused, and what does not compile.

import { graphql, printType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Context, Language } from '../../schema/frame/context.ts';
import type { Refusal } from '../../schema/frame/refusals.ts';
import { encodeId } from '../../schema/frame/relay/global-id.ts';

/** A frame of this file's own: other files know nothing of what is declared here. */
async function aFrame() {
  vi.resetModules();
  return {
    ...(await import('../../schema/frame/inputs.ts')),
    ...(await import('../../schema/frame/mutation.ts')),
    ...(await import('../../schema/frame/refusals.ts')),
    ...(await import('../../schema/frame/rights.ts')),
    ...(await import('../../schema/frame/speech.ts')),
    ...(await import('../../schema/frame/relay/graph.ts')),
    ...(await import('../../schema/frame/builder.ts')),
  };
}
type Frame = Awaited<ReturnType<typeof aFrame>>;

function declareTrial({ flag, gives, group, id, moment, mutation, optional, plain, refusalKind, refuse, say, tells, text, whole }: Frame) {
  const gone = say('没有找到。', 'Not found.');
  const TriedOut = refusalKind('TriedOut', '试完了 / Tried out');
  refusalKind('TriedBefore', '试过了 / Tried before', undefined, 'TRIED_ALREADY');
  const TriedMore = refusalKind(
    'TriedMore',
    '试得太多 / Tried too often',
    tells<{ times: number }>((t) => ({ times: t.exposeInt('times', { description: '几次 / How often' }) })),
  );
  const at = new Date('2026-11-28T15:00:00Z');
  const triedOut = refuse(TriedOut, (speech) => say(`在 ${moment(at, speech)} 试完了。`, `Tried out on ${moment(at, speech)}.`)(speech));
  const triedMore = (times: number) => refuse(TriedMore, say(`试了 ${times} 次。`, `Tried ${times} times.`), { times });
  const told = gives<{ told: string }>((t) => ({ told: t.exposeString('told', { description: '说了什么 / What was said' }) }));
  mutation('trialMake', {
    says: '试一次 / Tries it',
    may: 'hotIssue.vote',
    input: {
      gridId: id('Grid', '网格编号 / Id of the grid', gone),
      content: group(
        'TrialContent',
        { type: '内容 / Content', says: '内容 / Content' },
        {
          title: text(2, 40, '标题 / Title'),
          details: text(0, 5, '说明 / Details'),
          places: whole(1, 9, '名额 / Places'),
          more: optional(text(0, 5, '补充 / More')),
          least: optional(whole(1, 9, '至少；不填为不限 / At least; any number when left out')),
          isOpen: flag(true, '是否开放 / Whether it is open'),
        },
      ),
      more: plain<string | null>((t) => t.string({ description: '别的 / More' })),
    },
    done: '试过了 / Tried',
    gives: told,
    refuses: [TriedOut, TriedMore],
    do({ gridId, content, more }): { told: string } | Refusal<'TriedOutError' | 'TriedMoreError'> {
      if (more === 'out') return triedOut;
      if (more === 'more') return triedMore(3);
      return { told: JSON.stringify({ gridId, ...content }) };
    },
  });
  return { gone, TriedOut, TriedMore, triedOut, triedMore, told };
}

type Trial = ReturnType<typeof declareTrial>;

/** Acts whose right depends on a row, acts for everybody, and acts that are never refused. */
function declareRights(frame: Frame, { gone, told }: Trial) {
  const { builder, checked, choice, dateTime, forbidden, Forbidden, mutation, optional, plain, registerNode, rightOn, say, scalar, wrong } =
    frame;
  const rows = [OWN, SEEN].map((id) => ({ id, residentId: id === OWN ? 'x' : 'y' }));
  registerNode<(typeof rows)[number]>('TrialRow', async (id) => rows.find((row) => row.id === id), null);
  const Colour = builder.enumType('TrialColour', {
    description: '颜色 / Colour',
    values: { RED: { description: '红 / Red', value: 'red' } } as const,
  });
  const row = { typename: 'TrialRow', field: 'rowId', subjectOf: ({ residentId }: { residentId: string }) => ({ residentId }), gone };
  const input = {
    rowId: plain<string>((t) => t.id({ required: true, description: '哪个 / Which' })),
    colour: optional(choice(Colour, '颜色 / Colour')),
    at: optional(dateTime('何时 / When')),
    word: checked(scalar('String', '词 / Word'), (raw) => (raw === 'no' ? wrong('NO', say('不行。', 'Not this one.')) : raw.length)),
  };
  const ground = { says: '试 / Tries', done: '好 / Done', gives: told, refuses: [] } as const;
  mutation('trialOwn', {
    ...ground,
    may: rightOn('points.read', row, { kind: Forbidden, refusal: forbidden(say('不是您的。', 'Not yours.')) }),
    input,
    do: ({ rowId: _row, ...read }) => ({ told: JSON.stringify(read) }),
  });
  mutation('trialHidden', { ...ground, may: rightOn('points.read', row), input, do: () => ({ told: '' }) });
  const names = { input: 'TrialFreeInput', success: 'TrialFreeSuccess' };
  const free = { more: plain<string | null>((t) => t.string({ description: '别的 / More' })) };
  mutation('trialFree', { ...ground, may: null, input: free, do: ({ more }) => ({ told: more ?? '' }) });
  mutation('trialFreely', { ...ground, may: null, input: free, names, cost: 1, do: ({ more }) => ({ told: more ?? '' }) });
}

const OWN = '11111111-1111-4111-8111-111111111111';
const SEEN = '22222222-2222-4222-8222-222222222222';

/** Never called: each of these lines must not compile, or the check of types fails. */
function wrongDeclarations({ mutation, notFound, refuse, say }: Frame, { gone, told, triedMore, TriedMore, TriedOut }: Trial): void {
  const ground = { says: '错 / Wrong', input: {}, done: '好 / Done', gives: told } as const;
  mutation('wrong', { ...ground, may: 'hotIssue.vote', refuses: [TriedOut], do: () => ({ told: '' }) });
  // @ts-expect-error: a refusal that its union does not hold
  mutation('wrong', { ...ground, may: 'hotIssue.vote', refuses: [TriedOut], do: () => triedMore(1) });
  // @ts-expect-error: nor one that comes later
  mutation('wrong', { ...ground, may: 'hotIssue.vote', refuses: [TriedOut], do: async () => notFound(gone) });
  // @ts-expect-error: a success without what it gives
  mutation('wrong', { ...ground, may: 'hotIssue.vote', refuses: [TriedOut], do: () => ({}) });
  // @ts-expect-error: a right that nobody has declared
  mutation('wrong', { ...ground, may: 'trial.make', refuses: [TriedOut], do: () => ({ told: '' }) });
  // @ts-expect-error: a refusal without what its kind tells
  refuse(TriedMore, gone);
  // @ts-expect-error: a sentence in one language
  refuse(TriedOut, say('只有中文。'));
}

void wrongDeclarations;

const VIEWER = { kind: 'resident', realNameStatus: 'VERIFIED', residentId: 'x' };

/** The row's act, done by the viewer with a row of that id. */
const tried = async (name: string, id: string, { word = 'yes', viewer = VIEWER as object | null, more = {} } = {}) => {
  const { schema } = await import('../../schema/index.ts');
  const contextValue = { viewer, language: 'en', services: { settings: { timeZone: 'Asia/Shanghai' } } } as unknown as Context;
  const Name = `T${name.slice(1)}`;
  const source = `mutation ($input: ${Name}Input!) { ${name}(input: $input) { __typename ... on ${Name}Success { told }
    ... on Error { code message } ... on ValidationError { fieldErrors { path code message } } } }`;
  const input = { rowId: encodeId('TrialRow', id), word, ...more };
  const { data, errors } = await graphql({ schema, source, variableValues: { input }, contextValue });
  return errors ? errors[0]?.extensions.code : JSON.parse(JSON.stringify(data?.[name]));
};

const asked = async (input: object, language: Language = 'en') => {
  const { schema } = await import('../../schema/index.ts');
  const viewer = VIEWER;
  const contextValue = { viewer, language, services: { settings: { timeZone: 'Asia/Shanghai' } } } as unknown as Context;
  const source = `mutation ($input: TrialMakeInput!) { trialMake(input: $input) { __typename ... on TrialMakeSuccess { told }
    ... on Error { code message } ... on TriedMoreError { times } ... on ValidationError { fieldErrors { path code message } } } }`;
  const { data, errors } = await graphql({ schema, source, variableValues: { input }, contextValue });
  expect(errors).toBeUndefined();
  return JSON.parse(JSON.stringify(data?.trialMake));
};
const GRID = encodeId('Grid', '11111111-1111-4111-8111-111111111111');
const right = { gridId: GRID, content: { title: '标题', places: 3 } };

describe('a declared mutation', () => {
  let type: (name: string) => string;
  let frame: Frame;
  let trial: Trial;
  beforeAll(async () => {
    frame = await aFrame();
    trial = declareTrial(frame);
    declareRights(frame, trial);
    const { schema } = await import('../../schema/index.ts');
    type = (name) => printType(schema.getType(name) as never).replaceAll(/""".*"""\n? */g, '');
  });

  afterAll(() => {
    vi.resetModules();
  });

  it('has the input, success and union that it says, with the refusals that its input brings', () => {
    for (const field of ['gridId: ID!', 'content: TrialContent!', 'more: String\n']) expect(type('TrialMakeInput')).toContain(field);
    for (const field of [
      'title: String!',
      'details: String = ""',
      'places: Int!',
      'more: String\n',
      'least: Int\n',
      'isOpen: Boolean = true',
    ])
      expect(type('TrialContent')).toContain(field);
    expect(
      type('TrialMakeResult')
        .match(/\w+(Error|Success)/g)
        ?.sort(),
    ).toEqual(['NotFoundError', 'TrialMakeSuccess', 'TriedMoreError', 'TriedOutError', 'ValidationError']);
    for (const code of ['TRIED_ALREADY', 'TRIED_MORE', 'TRIED_OUT']) expect(type('ErrorCode')).toContain(code);
  });

  it('reads what was sent: texts trimmed, defaults filled in, ids decoded', async () => {
    const { told: heard } = await asked({ ...right, content: { title: ' 标题 ', places: 3 } });
    const read = { gridId: '11111111-1111-4111-8111-111111111111', title: '标题', details: '', places: 3, isOpen: true };
    expect(JSON.parse(heard)).toEqual(read);
  });

  it('says of all fields at once what is wrong, before it looks for anything', async () => {
    expect(await asked({ gridId: 'x', content: { title: '短', details: '太长太长太长', places: 10, least: 0 } })).toMatchObject({
      __typename: 'ValidationError',
      code: 'VALIDATION_FAILED',
      fieldErrors: [
        { path: ['input', 'content', 'title'], code: 'TOO_SHORT' },
        { path: ['input', 'content', 'details'], code: 'TOO_LONG' },
        { path: ['input', 'content', 'places'], code: 'OUT_OF_RANGE', message: 'Enter a whole number from 1 to 9.' },
        { path: ['input', 'content', 'least'], code: 'OUT_OF_RANGE' },
      ],
    });
    expect(await asked({ ...right, gridId: 'x' })).toEqual({ __typename: 'NotFoundError', code: 'NOT_FOUND', message: 'Not found.' });
  });

  it('refuses in the language and by the clock of whoever asks, with what its kind tells', async () => {
    expect(await asked({ ...right, more: 'more' })).toEqual({
      __typename: 'TriedMoreError',
      code: 'TRIED_MORE',
      message: 'Tried 3 times.',
      times: 3,
    });
    expect((await asked({ ...right, more: 'out' }, 'zh')).message).toMatch(/^在 2026年11月28日 23:00 试完了。$/);
    expect((await asked({ ...right, more: 'out' })).message).toMatch(/28 Nov 2026, 23:00/);
  });

  it('asks for a right on a row before anything else, and says no more of it than the viewer may know', async () => {
    const forbidden = { __typename: 'ForbiddenError', code: 'FORBIDDEN', message: 'Not yours.' };
    const absent = { __typename: 'NotFoundError', code: 'NOT_FOUND', message: 'Not found.' };
    expect(await tried('trialOwn', SEEN, { word: 'no' })).toEqual(forbidden);
    expect(await tried('trialHidden', SEEN, { word: 'no' })).toEqual(absent);
    expect(await tried('trialOwn', '33333333-3333-4333-8333-333333333333')).toEqual(absent);
    expect(await tried('trialOwn', SEEN, { viewer: null })).toBe('UNAUTHENTICATED');
    expect(type('TrialOwnResult')).toContain('ForbiddenError | NotFoundError | TrialOwnSuccess | ValidationError');
    expect(type('TrialHiddenResult')).not.toContain('ForbiddenError');
  });

  it('reads enums and moments, and asks a field’s own check', async () => {
    const at = '2026-11-28T15:00:00.000Z';
    expect(JSON.parse((await tried('trialOwn', OWN, { more: { colour: 'RED', at } })).told)).toEqual({ colour: 'red', at, word: 3 });
    expect(await tried('trialOwn', OWN, { word: 'no' })).toMatchObject({
      fieldErrors: [{ path: ['input', 'word'], code: 'NO', message: 'Not this one.' }],
    });
    for (const field of ['colour: TrialColour\n', 'at: DateTime\n', 'word: String!']) expect(type('TrialOwnInput')).toContain(field);
  });

  it('answers its success alone when it is never refused, to people who are not signed in, too; two may share their types', async () => {
    const { schema } = await import('../../schema/index.ts');
    const contextValue = { viewer: null, language: 'en', services: { settings: {} } } as unknown as Context;
    const source = 'mutation { trialFree(input: { more: "a" }) { told } trialFreely(input: { more: "b" }) { told } }';
    const { data } = await graphql({ schema, source, contextValue });
    expect(data).toEqual({ trialFree: { told: 'a' }, trialFreely: { told: 'b' } });
    expect(schema.getMutationType()?.getFields().trialFreely?.type.toString()).toBe('TrialFreeSuccess!');
    expect(schema.getMutationType()?.getFields().trialFreely?.extensions.cost).toBe(1);
  });

  it('has a code of its own: two kinds of one name do not start', () => {
    expect(() => frame.refusalKind('TriedOut', '又一次 / Again')).toThrow('TRIED_OUT');
  });

  it('tells refusals from all that a deed may return', () => {
    expect([trial.triedOut, trial.triedMore(1), {}, null, 'x', { kind: trial.TriedOut }].map((value) => frame.isRefusal(value))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
