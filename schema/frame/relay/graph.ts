// Relay's Node, PageInfo and connections: https://relay.dev/graphql/connections.htm
import { brandWithType, type InterfaceRef, type ObjectRef } from '@pothos/core';
import { readMoment } from '../../ground/calendar.ts';
import type { Action } from '../../modules.ts';
import { may } from '../access/may.ts';
import type { Subject } from '../access/rules.ts';
import { builder, type SchemaTypes, SHARED } from '../builder.ts';
import type { Context } from '../context.ts';
import { problem } from '../errors/problems.ts';
import { wordsIn } from '../errors/words.ts';
import { decodeId, decodeIdOf, encodeId, UUID } from './global-id.ts';

export const Node: InterfaceRef<SchemaTypes, { id: string }> = builder.interfaceRef<{ id: string }>('Node').implement({
  description: '可以凭全局编号取得的对象 / An object that can be fetched by its global ID',
  fields: (t) => ({
    // Every implementing type encodes its own; this is the shape only.
    id: t.exposeID('id', { description: '全局唯一编号，请勿解析 / Opaque global ID' }),
  }),
});

type LoadNode<Row> = (id: string, context: Context) => Promise<Row | null | undefined> | null;

/** Who may see a Node type's rows. */
interface Visibility<Row> {
  action: Action;
  subjectOf(row: Row, context: Context): Subject | Promise<Subject>;
}

const nodeTypes = new Map<string, { load: LoadNode<object>; visibility: Visibility<object> | null }>();

/** Registers how rows of a Node type are fetched by row id, and who may see them; null: everybody. */
export function registerNode<Row extends object>(typename: string, load: LoadNode<Row>, visibility: Visibility<Row> | null): void {
  nodeTypes.set(typename, { load, visibility: visibility as Visibility<object> | null });
}

/** The row behind a global id of that type. Absent, foreign and invisible ones are null alike. */
export async function visibleNode<Row extends object>(typename: string, globalId: string, context: Context): Promise<Row | null> {
  const id = decodeIdOf(typename, globalId);
  return id ? visibleRow<Row>(typename, id, context) : null;
}

async function visibleRow<Row extends object>(typename: string, id: string, context: Context): Promise<Row | null> {
  const type = nodeTypes.get(typename);
  const row = await type?.load(id, context);
  if (!type || !row) return null;
  const { visibility } = type;
  if (visibility && !may(context, visibility.action, await visibility.subjectOf(row, context))) return null;
  return row as Row;
}

/** The `id` field of a Node type. */
export function nodeId<Row extends { id: string }>(typename: string) {
  return {
    description: '全局唯一编号，请勿解析 / Opaque global ID',
    extensions: SHARED,
    resolve: (row: Row) => encodeId(typename, row.id),
  };
}

async function loadNode(globalId: string, context: Context): Promise<{ id: string } | null> {
  const decoded = decodeId(globalId);
  const row = decoded && (await visibleRow<{ id: string }>(decoded.typename, decoded.id, context));
  if (!row) return null;
  brandWithType(row, decoded.typename as never);
  return row;
}

builder.queryFields((t) => ({
  node: t.field({
    description: '凭全局编号取一个对象；没有或无权查看时为空 / One object by its global ID; null: not found or not visible',
    type: Node,
    nullable: true,
    args: { id: t.arg.id({ required: true, description: '全局编号 / Global ID' }) },
    resolve: (_root, { id }, context) => loadNode(String(id), context),
  }),
  nodes: t.field({
    description:
      '凭全局编号取多个对象，次序与输入一致 / Several objects by their global IDs, in the order requested; null: not found or not visible',
    type: [Node],
    nullable: { list: false, items: true },
    args: { ids: t.arg.idList({ required: true, description: '全局编号，最多 100 个 / Global IDs, at most 100' }) },
    resolve: (_root, { ids }, context) => {
      if (ids.length > MAX_PAGE) throw problem('BAD_USER_INPUT', wordsIn(context.language).pageSizeInvalid);
      return Promise.all(ids.map((id) => loadNode(String(id), context)));
    },
  }),
}));

interface PageInfoShape {
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

const PageInfo = builder.objectRef<PageInfoShape>('PageInfo').implement({
  description: '分页信息 / Position of the page in the list',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', {
      extensions: SHARED,
      description: '后面是否还有 / Whether there are entries after this page',
    }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
      extensions: SHARED,
      description: '前面是否还有 / Whether there are entries before this page',
    }),
    startCursor: t.exposeString('startCursor', {
      extensions: SHARED,
      nullable: true,
      description: '本页第一条的游标 / Cursor of the first entry',
    }),
    endCursor: t.exposeString('endCursor', {
      extensions: SHARED,
      nullable: true,
      description: '本页最后一条的游标 / Cursor of the last entry',
    }),
  }),
});

export interface Edge<Row> {
  cursor: string;
  node: Row;
}

export interface Connection<E> {
  edges: E[];
  pageInfo: PageInfoShape;
}

/** The usual connection and edge types over a Node type. */
export function connectionOf<Row extends object>(node: ObjectRef<SchemaTypes, Row>, name: string, noun: { zh: string; en: string }) {
  const EdgeType = builder.objectRef<Edge<Row>>(`${name}Edge`).implement({
    description: `${noun.zh}列表中的一条 / One entry of a list of ${noun.en}`,
    fields: (t) => ({
      cursor: t.exposeString('cursor', { extensions: SHARED, description: '本条的游标 / Cursor of this entry' }),
      node: t.field({
        type: node as never,
        extensions: SHARED,
        description: '本条对象 / The entry itself',
        resolve: (edge) => edge.node as never,
      }),
    }),
  });
  return connectionType(EdgeType, name, noun);
}

/** The connection type over a given edge type. */
export function connectionType<E extends object>(edge: ObjectRef<SchemaTypes, E>, name: string, noun: { zh: string; en: string }) {
  return builder.objectRef<Connection<E>>(`${name}Connection`).implement({
    description: `${noun.zh}的分页列表 / A paged list of ${noun.en}`,
    fields: (t) => ({
      edges: t.field({
        type: [edge] as never,
        extensions: SHARED,
        description: '本页各条及其游标 / Entries with their cursors',
        resolve: (connection) => connection.edges as never,
      }),
      pageInfo: t.field({
        type: PageInfo,
        extensions: SHARED,
        description: '分页信息 / Position of this page',
        resolve: (connection) => connection.pageInfo,
      }),
    }),
  });
}

const MAX_PAGE = 100;

/** Checks `first`. @throws BAD_USER_INPUT outside 1–100 */
export function pageSize(first: number, { language }: Context): number {
  if (first < 1 || first > MAX_PAGE) throw problem('BAD_USER_INPUT', wordsIn(language).pageSizeInvalid);
  return first;
}

/** Cuts rows fetched as `first + 1` to a page. */
export function pageOf<E extends { cursor: string }>(edges: E[], first: number, hasPreviousPage: boolean): Connection<E> {
  const page = edges.slice(0, first);
  return {
    edges: page,
    pageInfo: {
      hasNextPage: edges.length > first,
      hasPreviousPage,
      get startCursor() {
        return page[0]?.cursor ?? null;
      },
      get endCursor() {
        return page.at(-1)?.cursor ?? null;
      },
    },
  };
}

/** An opaque cursor that holds where an entry stands in its order. */
export function encodeCursor(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** What a part of a cursor may be; `time?` is empty for rows that have none. All of it is within what the database can hold. */
type CursorPart = 'time' | 'time?' | 'uuid' | 'int' | 'bigint' | 'float';

interface CursorParts {
  time: Date;
  'time?': Date | null;
  uuid: string;
  int: number;
  bigint: string;
  float: number;
}

const READ_PART: { [Part in CursorPart]: (part: string | number) => CursorParts[Part] | undefined } = {
  time: (part) => readMoment(part) ?? undefined,
  'time?': (part) => (part === '' ? null : READ_PART.time(part)),
  uuid: (part) => (typeof part === 'string' && UUID.test(part) ? part : undefined),
  int: (part) => (Number.isInteger(part) && Math.abs(Number(part)) < 2 ** 31 ? Number(part) : undefined),
  bigint: (part) => (typeof part === 'string' && /^\d{1,18}$/.test(part) ? part : undefined),
  float: (part) => (part === '' || Number.isNaN(Number(part)) ? undefined : Number(part)),
};

/** Reads a cursor back. @throws BAD_USER_INPUT when it is not one of ours */
export function decodeCursor<const Parts extends readonly CursorPart[]>(
  cursor: string,
  parts: Parts,
  { language }: Context,
): { -readonly [Index in keyof Parts]: CursorParts[Parts[Index]] } {
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    // told below
  }
  if (Array.isArray(position) && position.length === parts.length) {
    const read = parts.map((part, index) => {
      const value: unknown = position[index];
      return typeof value === 'string' || typeof value === 'number' ? READ_PART[part](value) : undefined;
    });
    if (!read.includes(undefined)) return read as never;
  }
  throw problem('BAD_USER_INPUT', wordsIn(language).cursorInvalid);
}

/** Where a list by time goes on. @throws BAD_USER_INPUT when the cursor is not one of ours */
export function timePosition(cursor: string | null | undefined, context: Context): { at: Date; id: string } | null {
  if (!cursor) return null;
  const [at, id] = decodeCursor(cursor, ['time', 'uuid'], context);
  return { at, id };
}

/** A page of rows read as `first + 1` behind `after`, in the order of time and id. */
export function pageByTime<Row extends { id: string }>(
  rows: readonly Row[],
  { first, after, timeOf }: { first: number; after: string | null | undefined; timeOf(row: Row): Date },
): Connection<Edge<Row>> {
  return pageOf(
    rows.map((node) => ({ cursor: encodeCursor([timeOf(node).toISOString(), node.id]), node })),
    first,
    Boolean(after),
  );
}
