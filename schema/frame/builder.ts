// The Pothos builder: plugins, scalars, conventions. Modules add their nouns to it.
import SchemaBuilder from '@pothos/core';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { GraphQLError, Kind } from 'graphql';
import { readMoment } from '../ground/calendar.ts';
import type { Action } from '../modules.ts';
import { decide, type Subject } from './access/rules.ts';
import type { Context } from './context.ts';
import { refused } from './errors/problems.ts';

interface Conventions {
  Context: Context;
  DefaultFieldNullability: false;
  DefaultInputFieldRequiredness: false;
  AuthScopes: {
    /** What access/rules.ts decides: the action, and what it is about. */
    may: Action | { action: Action; subject: Subject };
  };
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    JSON: { Input: unknown; Output: unknown };
  };
}

export const builder = new SchemaBuilder<Conventions>({
  plugins: [ScopeAuthPlugin],
  defaultFieldNullability: false,
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: ({ viewer }) => ({
      may: (question) =>
        (typeof question === 'string' ? decide(viewer, question) : decide(viewer, question.action, question.subject)).isAllowed,
    }),
    unauthorizedError: (_parent, context) => refused(context),
  },
});

/**
 * `extensions` of a field that says the same to everybody with the same rights: it asks who the viewer is only by way of
 * `authScopes`, never which person. A subscription of such fields alone is executed once for all of them.
 */
export const SHARED = { shared: true };

/** Pothos' own type of this builder, for helpers that take its refs. */
export type SchemaTypes = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer Types> ? Types : never;

builder.queryType({ description: '查询：读取平台上的公开信息与本人信息 / Queries: public information and the viewer’s own data' });
builder.mutationType({ description: '变更：投票、提议题等操作 / Mutations: voting, raising issues and so on' });
builder.subscriptionType({ description: '订阅：实时推送 / Subscriptions: live updates' });

builder.scalarType('DateTime', {
  description: '时间，RFC 3339 格式，含时区 / Time in RFC 3339 with offset',
  serialize: (value) => value.toISOString(),
  parseValue: (value) => {
    const time = readMoment(value);
    if (!time) throw new GraphQLError('DateTime must be an RFC 3339 string, of the years 1900 to 2999.');
    return time;
  },
});

builder.scalarType('JSON', {
  description: 'JSON 值，例如 GeoJSON 多边形 / Any JSON value, for example a GeoJSON polygon',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node) => {
    if (node.kind === Kind.STRING) return node.value;
    throw new GraphQLError('JSON is given in variables, not in the document.');
  },
});
