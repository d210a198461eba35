// A mutation from its declaration: input type, success type, union, scopes. What it does is one function, and what that
// may answer is checked by the compiler.
import type { ObjectRef } from '@pothos/core';
import type { Action } from '../access/rules.ts';
import { builder, type SchemaTypes } from '../builder.ts';
import type { Context } from '../context.ts';
import { resultUnion } from '../errors/graph.ts';
import { definedBy, type InputFields, type Reading, type RefusedBy, refusedBy, type ValuesOf, valuesOf } from './inputs.ts';
import { answerOf, invalid, isRefusal, type Refusal, type RefusalKind } from './refusals.ts';
import { speechOf } from './speech.ts';

/** What a success holds, and how its fields show it. */
export interface Gives<Given extends object> {
  fields(t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Given & { typename: string }>): object;
}

export const gives = <Given extends object>(fields: Gives<Given>['fields']): Gives<Given> => ({ fields });

type AnyKind = Pick<RefusalKind, 'name'> & { readonly type: ObjectRef<SchemaTypes, never> };

interface Declaration<Fields extends InputFields, Given extends object, Kinds extends readonly { readonly name: string }[]> {
  /** For programs: "中文 / English", as `done`. */
  says: string;
  /** The right that it takes. */
  may: Action;
  /** The fields of its input; none: it has no input. */
  input: Fields;
  /** What a success means. */
  done: string;
  gives: Gives<Given>;
  /** The kinds of refusal beside those that its input brings. */
  refuses: Kinds;
  /** Does it. `input` was read and nothing of it was wrong. */
  do(
    input: ValuesOf<Fields>,
    context: Context,
  ): NoInfer<
    Promise<Given | Refusal<RefusedBy<Fields> | Kinds[number]['name']>> | Given | Refusal<RefusedBy<Fields> | Kinds[number]['name']>
  >;
}

/** Adds a mutation to the schema: its input `<Name>Input`, its success `<Name>Success` and their union `<Name>Result`. */
export function mutation<const Fields extends InputFields, Given extends object, const Kinds extends readonly { readonly name: string }[]>(
  name: string,
  declared: Declaration<Fields, Given, Kinds>,
): void {
  const Name = name.charAt(0).toUpperCase() + name.slice(1);
  const Success = builder.objectRef<Given & { typename: string }>(`${Name}Success`).implement({
    description: declared.done,
    fields: (t) => declared.gives.fields(t as never) as never,
  });
  const kinds = (declared.refuses as unknown as readonly AnyKind[]).map(({ name: kind, type }) => [kind, type] as const);
  const errors = Object.values({ ...refusedBy(declared.input), ...Object.fromEntries(kinds) });
  const hasInput = Object.keys(declared.input).length > 0;
  const Input = hasInput && builder.inputType(`${Name}Input`, { description: declared.says, fields: (t) => definedBy(declared.input, t) });
  builder.mutationField(name, (t) =>
    t.field({
      description: declared.says,
      authScopes: { may: declared.may },
      type: resultUnion(Name, Success, errors as never),
      args: Input ? { input: t.arg({ type: Input, required: true, description: '输入 / The input' }) } : {},
      resolve: async (_root: unknown, args: { input?: unknown }, context: Context) => {
        const answer = await carryOut(declared as never, args.input, context);
        return isRefusal(answer) ? answerOf(answer, speechOf(context)) : { typename: `${Name}Success`, ...answer };
      },
    } as never),
  );
}

async function carryOut(declared: Declaration<InputFields, object, readonly AnyKind[]>, raw: unknown, context: Context): Promise<object> {
  const reading: Reading = { context, mistakes: [], refusals: [] };
  const input = await valuesOf(declared.input, raw, [], reading);
  if (reading.mistakes.length > 0) return invalid(...reading.mistakes);
  return reading.refusals[0] ?? (await declared.do(input, context));
}
