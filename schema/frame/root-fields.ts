// What the fields of Mutation and Subscription have in common, whatever module they are of.
import type { GraphQLField, GraphQLSchema } from 'graphql';
import type { Action } from '../modules.ts';
import { decide, type Subject } from './access/rules.ts';
import { type Context, contextOfField } from './context.ts';
import { refused } from './errors/problems.ts';

type Question = Action | { action: Action; subject: Subject };
type Scopes = { may: Question };
type Options = { authScopes?: Scopes | ((root: unknown, args: object, context: Context) => Scopes | Promise<Scopes>) } | undefined;

/** Each field of a mutation acts in a context of its own; the rights of a subscription are asked at each event. */
export function withCommonGround(schema: GraphQLSchema): GraphQLSchema {
  for (const field of fieldsOf(schema.getMutationType())) {
    const { resolve } = field;
    field.resolve = (source, args, context, info) => resolve?.(source, args, contextOfField(context, String(info.path.key)), info);
  }
  for (const field of fieldsOf(schema.getSubscriptionType())) {
    const { resolve } = field;
    const { authScopes } = (field.extensions.pothosOptions as Options) ?? {};
    if (!authScopes) continue;
    // The plugin asks when the subscription opens, and never again.
    field.resolve = async (event, args, context, info) => {
      const { may } = typeof authScopes === 'function' ? await authScopes(event, args, context) : authScopes;
      const isAllowed = typeof may === 'string' ? decide(context.viewer, may) : decide(context.viewer, may.action, may.subject);
      if (!isAllowed.isAllowed) throw refused(context);
      return resolve?.(event, args, context, info);
    };
  }
  return schema;
}

function fieldsOf(type: ReturnType<GraphQLSchema['getMutationType']>): GraphQLField<unknown, Context>[] {
  return Object.values(type?.getFields() ?? {});
}
