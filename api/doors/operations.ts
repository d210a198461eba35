// One operation from its parameters to its answer, the same for HTTP, SSE and WebSocket: known document, within the
// limits, paid for, once only, in time, put into words.
import { createHash } from 'node:crypto';
import { record } from '@xieshou/schema/commons/audit/store.ts';
import type { Gazetteer } from '@xieshou/schema/commons/grids/gazetteer.ts';
import { touchKey } from '@xieshou/schema/commons/partners/store.ts';
import type { Viewer } from '@xieshou/schema/frame/access/viewer.ts';
import { type Context, type Language, Loaders, type Rate, type SessionDoor } from '@xieshou/schema/frame/context.ts';
import { wordsIn } from '@xieshou/schema/frame/errors/words.ts';
import type { Device, Log, Services } from '@xieshou/schema/frame/services.ts';
import { schema } from '@xieshou/schema/index.ts';
import type { HotList } from '@xieshou/schema/work/hotlist/index.ts';
import type { Tickets } from '@xieshou/schema/work/tickets/index.ts';
import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { stringify, v7 as uuid } from 'uuid';
import type { FanOut, SharedSubscription } from '../live/fan-out.ts';
import { classOf, isShared, questionOf } from '../live/sharing.ts';
import type { Secrets } from '../people/secrets.ts';
import { holderOf } from '../people/viewer.ts';
import type { ViewerWatch } from '../people/watch.ts';
import { type Bill, charge, ownerOf, type Rates } from './bill.ts';
import { requestedCost } from './cost.ts';
import type { Documents } from './documents.ts';
import { type Audience, presentable, refusal } from './errors.ts';
import type { Execute } from './execution.ts';
import { type IdempotencyKeys, type IdempotentRequest, KEY_FORM } from './idempotency.ts';
import { LIMITS, tooComplex } from './limits.ts';
import type { Snapshot, Snapshots } from './snapshots.ts';
import type { Throttle } from './throttle.ts';

/** The long-lived parts every request shares. */
export interface House {
  services: Services;
  execute: Execute;
  gazetteer: Gazetteer;
  hotList: HotList;
  tickets: Tickets;
  documents: Documents;
  snapshots: Snapshots;
  idempotencyKeys: IdempotencyKeys;
  throttle: Throttle;
  rates: Rates;
  watch: ViewerWatch;
  fanOut: FanOut;
  secrets: Pick<Secrets, 'pending'>;
  isProduction: boolean;
  /** How many reverse proxies of ours stand before the server. */
  proxies: number;
}

/** Who asks, and how. */
export interface Caller {
  /** Asked anew at every event of a subscription. */
  viewer(): Viewer | null;
  language: Language;
  requestId: string;
  device: Device;
  sessionDoor: SessionDoor;
  idempotencyKey: string | null;
  /** GET changes nothing. */
  isReadOnly: boolean;
  /** Puts a header on the answer, where there is one. */
  setHeader(name: string, value: string): void;
}

export interface Parameters {
  query?: string | null | undefined;
  operationName?: string | null | undefined;
  variables?: Record<string, unknown> | null | undefined;
  extensions?: Record<string, unknown> | null | undefined;
}

type Answer = ExecutionResult | AsyncIterableIterator<ExecutionResult> | SharedSubscription;

/** Who holds a token, or the answer to somebody with a key that does not hold: nothing about whose key it is. */
export async function identify(
  { services }: Pick<House, 'services'>,
  token: string | null,
  { device, language, requestId }: Pick<Caller, 'device' | 'language' | 'requestId'>,
): Promise<{ viewer: Viewer | null } | { errors: readonly GraphQLError[] }> {
  const audience: Audience = { language, requestId, mayLearnSchema: false };
  try {
    const holder = await holderOf(services, token, device);
    if ('viewer' in holder) return holder;
    const error = refusal('UNAUTHENTICATED', wordsIn(language).keyRefused[holder.refusal], 401, { reason: holder.refusal });
    return { errors: presentable({ errors: [error] }, audience, services.log).errors };
  } catch (error) {
    return { errors: presentable({ errors: asGraphQLErrors(error) }, audience, services.log).errors };
  }
}

/** Runs one operation. Never rejects: what goes wrong is in the answer. */
export async function run(house: House, parameters: Parameters, caller: Caller): Promise<Answer> {
  const audience = audienceOf(house, caller);
  const startedAt = performance.now();
  const answer = await runChecked(house, parameters, caller, audience).catch((error) =>
    presentable({ errors: asGraphQLErrors(error) }, audience, house.services.log),
  );
  // Never variables: they hold codes, passwords and people.
  house.services.log.debug(
    {
      requestId: caller.requestId,
      operation: parameters.operationName,
      by: caller.viewer()?.kind ?? 'anonymous',
      ms: Math.round(performance.now() - startedAt),
      codes: 'errors' in answer ? answer.errors?.map(({ extensions }) => extensions.code) : undefined,
    },
    'operation',
  );
  return answer;
}

function audienceOf({ isProduction }: House, { viewer, language, requestId }: Caller): Audience {
  const kind = viewer()?.kind;
  const mayLearnSchema = !isProduction || kind === 'staff' || kind === 'partner';
  return { language, requestId, mayLearnSchema, isResident: kind === 'resident' };
}

async function runChecked(house: House, parameters: Parameters, caller: Caller, audience: Audience): Promise<Answer> {
  const { text, document, operation } = chooseOperation(house, parameters, caller, audience);
  const variables = parameters.variables ?? {};
  const bill = await charge(house, caller, requestedCost(schema, document, operation, variables));
  if (caller.viewer()?.kind === 'partner') await recordCall(house, caller, operation);
  const argsOf = (born: Date | null): ExecutionArgs => ({
    schema,
    document,
    operationName: parameters.operationName,
    variableValues: variables,
    contextValue: makeContext(house, caller, bill.rate, born),
  });
  if (operation.operation === 'subscription') return subscribeAfresh(house, { ...argsOf(null), operation }, bill, caller, audience);
  const { log } = house.services;
  const execute = (born: Date | null) => house.execute(argsOf(born), operation);
  // A page of ours may send the same again after a deploy, in the words of then: it is known by its name.
  const name = operation.name?.value ?? null;
  const content = { document: name && house.documents.isOurs(text) ? name : text, operationName: name, variables };
  const presented =
    operation.operation === 'mutation'
      ? await onceOnly(house, caller, operation, content, async (born) => presentable(await execute(born), audience, log))
      : presentable(
          await inTime(
            readOnce(house, { document, operation, variables, viewer: caller.viewer() }, () => execute(null)),
            caller,
          ),
          audience,
          log,
        );
  return { ...presented, extensions: { ...presented.extensions, cost: await bill.settle(caller, presented, document, operation) } };
}

/** The operation to run. @throws GraphQLError with the HTTP status of its refusal */
function chooseOperation(
  { documents, isProduction }: House,
  { query, operationName, variables, extensions }: Parameters,
  { language, isReadOnly }: Caller,
  { mayLearnSchema }: Audience,
): { text: string; document: DocumentNode; operation: OperationDefinitionNode } {
  const words = wordsIn(language);
  const hash = (extensions?.persistedQuery as { sha256Hash?: unknown } | undefined)?.sha256Hash;
  const text = query || (typeof hash === 'string' ? documents.persisted(hash) : undefined);
  if (!text) {
    throw typeof hash === 'string'
      ? refusal('PERSISTED_QUERY_NOT_FOUND', words.documentUnknown, 404)
      : refusal('BAD_USER_INPUT', words.documentMissing, 400);
  }
  if (isProduction && !mayLearnSchema && !documents.isOurs(text)) {
    throw refusal('PERSISTED_QUERY_NOT_FOUND', words.documentNeedsKey, 403);
  }
  if (operationName != null && typeof operationName !== 'string') throw refusal('BAD_USER_INPUT', words.operationUnknown, 400);
  if (isDeeperThan(variables ?? null, LIMITS.variableDepth)) throw tooComplex('variableDepth', LIMITS.variableDepth + 1);
  const prepared = documents.prepare(text);
  if ('errors' in prepared) throw invalidDocument(prepared.errors);
  if (prepared.asksForSchema && !mayLearnSchema) throw refusal('FORBIDDEN', words.schemaClosed, 403);
  const operation = getOperationAST(prepared.document, operationName);
  if (!operation) throw refusal('BAD_USER_INPUT', words.operationUnknown, 400, { http: { status: 400, spec: true } });
  if (isReadOnly && operation.operation === 'mutation') {
    throw refusal('BAD_USER_INPUT', words.mutationByGet, 405, { http: { status: 405, headers: { Allow: 'POST' } } });
  }
  return { text, document: prepared.document, operation };
}

/** Whether JSON nests deeper than a limit; looks no further than that. */
function isDeeperThan(value: unknown, limit: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return limit === 0 || Object.values(value).some((inner) => isDeeperThan(inner, limit - 1));
}

function asGraphQLErrors(error: unknown): readonly GraphQLError[] {
  if (error instanceof AggregateError) return error.errors as GraphQLError[];
  return [error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error })];
}

/** All mistakes of a document as one throwable. */
function invalidDocument(errors: readonly GraphQLError[]): AggregateError {
  return new AggregateError(
    errors.map((error) =>
      error.extensions.code
        ? error
        : new GraphQLError(error.message, {
            ...error,
            nodes: error.nodes,
            extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400, spec: true } },
          }),
    ),
  );
}

/**
 * A context for one operation, or for one event of a subscription.
 * @param born of its Idempotency-Key; null: it has none
 */
function makeContext({ services, gazetteer, hotList, tickets }: House, caller: Caller, rate: Rate, born: Date | null): Context {
  const { viewer, language, requestId, sessionDoor, device, idempotencyKey } = caller;
  const asker = viewer();
  return {
    services,
    gazetteer,
    hotList,
    tickets,
    viewer: asker,
    language,
    requestId,
    requestUuid: '', // a field of a mutation has its own, see contextOfField
    uuidFor: (field) => (asker && born ? uuidOf(`${ownerOf(asker)} ${idempotencyKey} ${born.getTime()} ${field}`) : uuid()),
    hasRequestKey: idempotencyKey !== null,
    sessionDoor,
    device,
    rate,
    loaders: new Loaders(),
  };
}

/** A UUID of version 8 that follows from a text. */
function uuidOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return stringify(bytes);
}

/** Every call of a partner is on record before it runs. */
async function recordCall({ services }: House, { viewer, requestId, device }: Caller, operation: OperationDefinitionNode): Promise<void> {
  const asker = viewer();
  if (asker?.kind !== 'partner') return;
  const fields = operation.selectionSet.selections.flatMap((selection) => ('name' in selection ? [selection.name.value] : []));
  const detail = {
    operation: operation.operation,
    name: operation.name?.value ?? null,
    fields: fields.slice(0, 20),
    address: device.address,
  };
  await record(services.pool, asker, [{ action: 'key.call', detail, requestId }]);
  await touchKey(services.pool, asker.keyId);
}

/**
 * Runs a mutation under the caller's Idempotency-Key, if there is one. Strangers have no keys: nobody could own them.
 * Whoever gives up waiting leaves the key taken until the work has ended.
 */
async function onceOnly(
  { idempotencyKeys, secrets }: House,
  caller: Caller,
  operation: OperationDefinitionNode,
  content: unknown,
  runIt: (born: Date | null) => Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  const { idempotencyKey, viewer, language } = caller;
  const asker = viewer();
  if (idempotencyKey === null || !asker) return inTime(runIt(null), caller);
  const words = wordsIn(language);
  if (!KEY_FORM.test(idempotencyKey)) throw refusal('BAD_USER_INPUT', words.idempotencyKeyForm, 400);
  const request: IdempotentRequest = { owner: ownerOf(asker), key: idempotencyKey, content, sealing: secrets.pending };
  const repeat = await idempotencyKeys.begin(request);
  if (repeat === 'conflict') throw refusal('IDEMPOTENCY_CONFLICT', words.idempotencyConflict, 409);
  if (repeat === 'busy') throw refusal('UNAVAILABLE', words.idempotencyBusy, 503);
  if ('answer' in repeat) return repeat.answer as ExecutionResult;
  const work = (async () => {
    let answer: ExecutionResult | null = null;
    try {
      answer = await runIt(repeat.born);
      return answer;
    } finally {
      await idempotencyKeys.finish(request, answer && mayHaveEffects(answer, operation) ? answer : null);
    }
  })();
  return inTime(work, caller);
}

/** Answers that say: not now. The same request is to come again, under the same key. */
const COME_BACK = new Set(['RateLimitedError', 'RetryLaterError']);

/**
 * Whether some field of a mutation has done its deed, as far as its answer tells. Fields run one after another, and one
 * that throws ends the rest.
 */
function mayHaveEffects({ data, errors = [] }: ExecutionResult, { selectionSet: { selections } }: OperationDefinitionNode): boolean {
  if (data) return !Object.values(data).every((answer) => COME_BACK.has((answer as { __typename?: string } | null)?.__typename ?? ''));
  const first = selections.find((selection) => selection.kind !== Kind.FIELD || selection.name.value !== '__typename');
  const isFirst = (error: GraphQLError) =>
    first?.kind === Kind.FIELD && error.path?.length === 1 && error.path[0] === (first.alias ?? first.name).value;
  return !errors.some((error) => error.path === undefined || isFirst(error));
}

/** A query whose every field is the same for all of a class of viewers is executed once for all of them, until something changes. */
function readOnce(
  { snapshots }: House,
  { document, operation, variables, viewer }: Question,
  execute: () => Promise<ExecutionResult>,
): Promise<ExecutionResult | Snapshot> {
  if (!isShared(document, operation)) return execute();
  return snapshots.read(`${questionOf(document, operation, variables)} ${classOf(viewer)}`, execute);
}

interface Question {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
  viewer: Viewer | null;
}

/** Gives up waiting after the time limit: what was begun may still end, the caller is told to look. */
async function inTime<Result>(work: Promise<Result>, { language }: Caller): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(refusal('UNAVAILABLE', wordsIn(language).tookTooLong, 503)), LIMITS.executionMs);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A subscription whose every event is executed in a context of its own: the viewer's rights of that moment, nothing
 * loaded before. (graphql's `subscribe` keeps one context for its whole life.) One whose every field is the same for all
 * of a class of viewers is executed for all of them together.
 */
async function subscribeAfresh(
  house: House,
  { operation, ...args }: ExecutionArgs & { operation: OperationDefinitionNode },
  bill: Bill,
  caller: Caller,
  audience: Audience,
): Promise<Answer> {
  const { rate } = bill;
  const liveContext = {
    ...makeContext(house, caller, rate, null),
    get viewer() {
      return caller.viewer();
    },
  };
  const source = await createSourceEventStream({ ...args, contextValue: liveContext });
  const { log } = house.services;
  if (!(Symbol.asyncIterator in source)) return presentable(source, audience, log);
  const events = source[Symbol.asyncIterator]() as AsyncIterableIterator<unknown>;
  const { contextValue: _, ...question } = args;
  const execute = (rootValue: unknown, as: Caller) =>
    house.execute({ ...question, rootValue, contextValue: makeContext(house, as, rate, null) }, operation);
  if (isShared(args.document, operation)) {
    return house.fanOut.subscribe({
      question: questionOf(args.document, operation, args.variableValues ?? {}),
      source: events,
      viewer: caller.viewer,
      execute: async (event, viewer) => execute(event, { ...caller, viewer: () => viewer }),
      present: presenting(audience, log),
    });
  }
  let isSettled = false;
  const end = async () => {
    await events.return?.();
    return { done: true as const, value: undefined };
  };
  return {
    async next() {
      const { done, value } = await events.next();
      if (done) return { done: true, value: undefined };
      const answer = presentable(await execute(value, caller), audience, log);
      if (!isSettled) {
        isSettled = true;
        await bill.giveBack(answer, args.document, operation);
      }
      return { done: false, value: answer };
    },
    return: end,
    async throw(error) {
      await end();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this as AsyncIterableIterator<ExecutionResult>;
    },
  };
}

/** Holds on to nothing else of a subscription: there may be ten thousand of them. */
function presenting(audience: Audience, log: Log) {
  return (result: ExecutionResult) => presentable(result, audience, log);
}
