// A mutation from its declaration: input type, success type, union, scopes. What it does is one function, and what that
// may answer is checked by the compiler.
import type { ObjectRef } from '@pothos/core';
import type { Action } from '../modules.ts';
import { builder, type SchemaTypes } from './builder.ts';
import type { Context } from './context.ts';
import { definedBy, type InputFields, type Reading, type RefusedBy, refusedBy, type ValuesOf, valuesOf } from './inputs.ts';
import { answerOf, invalid, isRefusal, type Refusal, type RefusalKind } from './refusals.ts';
import type { Right } from './rights.ts';
import { speechOf } from './speech.ts';

/** What a success holds, and how its fields show it. */
export interface Gives<Given extends object> {
  fields(t: PothosSchemaTypes.ObjectFieldBuilder<SchemaTypes, Given & { typename: string }>): object;
}

export const gives = <Given extends object>(fields: Gives<Given>['fields']): Gives<Given> => ({ fields });

type AnyKind = Pick<RefusalKind, 'name'> & { readonly type: ObjectRef<SchemaTypes, never> };
type Answer<Given, Names extends string> = Given | Refusal<Names>;

interface Declaration<
  Fields extends InputFields,
  Given extends object,
  Kinds extends readonly { readonly name: string }[],
  Asked extends string,
> {
  /** For programs: "中文 / English", as `done`. */
  says: string;
  /** The right that it takes; null: none, nobody has to be signed in. */
  may: Action | Right<Asked> | null;
  /** The fields of its input; none: it has no input. */
  input: Fields;
  /** What a success means. */
  done: string;
  gives: Gives<Given>;
  /** The kinds of refusal beside those that its input and its right bring. */
  refuses: Kinds;
  /** Type names that it shares with another mutation; left out: `<Name>Input` and `<Name>Success`. */
  names?: { input?: string; success?: string };
  /** Points that it costs, where it is not the usual. */
  cost?: number;
  /** Does it. `input` was read and nothing of it was wrong. */
  do(
    input: ValuesOf<Fields>,
    context: Context,
  ): NoInfer<
    | Promise<Answer<Given, RefusedBy<Fields> | Kinds[number]['name'] | Asked>>
    | Answer<Given, RefusedBy<Fields> | Kinds[number]['name'] | Asked>
  >;
}

/** Types that several mutations share: the first makes them. */
const shared = new Map<string, unknown>();
function typeOf<Ref>(name: string, make: () => Ref): Ref {
  if (!shared.has(name)) shared.set(name, make());
  return shared.get(name) as Ref;
}

/**
 * Adds a mutation to the schema: its input `<Name>Input`, its success `<Name>Success` and their union `<Name>Result`. One
 * that is never refused answers its success alone.
 */
export function mutation<
  const Fields extends InputFields,
  Given extends object,
  const Kinds extends readonly { readonly name: string }[],
  Asked extends string = never,
>(name: string, declared: Declaration<Fields, Given, Kinds, Asked>): void {
  const { says, may, input, names, cost } = declared;
  const Name = name.charAt(0).toUpperCase() + name.slice(1);
  const { input: inputName = `${Name}Input`, success: typename = `${Name}Success` } = names ?? {};
  const Success = typeOf(typename, () =>
    builder.objectRef<Given & { typename: string }>(typename).implement({
      description: declared.done,
      fields: (t) => declared.gives.fields(t as never) as never,
    }),
  );
  const right = typeof may === 'string' ? null : may;
  const kinds: readonly { readonly name: string }[] = [...refusedBy(input), ...declared.refuses, ...(right?.refuses ?? [])];
  const Input =
    Object.keys(input).length > 0 &&
    typeOf(inputName, () => builder.inputType(inputName, { description: says, fields: (t) => definedBy(input, t) }));
  builder.mutationField(name, (t) =>
    t.field({
      description: says,
      ...(typeof may === 'string' ? { authScopes: { may } } : {}),
      ...(cost === undefined ? {} : { extensions: { cost } }),
      type: kinds.length > 0 ? resultOf(Name, Success as never, kinds as readonly AnyKind[]) : Success,
      args: Input ? { input: t.arg({ type: Input, required: true, description: '输入 / The input' }) } : {},
      resolve: async (_root: unknown, args: { input?: object }, context: Context) => {
        const answer = (await right?.ask((args.input ?? {}) as never, context)) ?? (await carryOut(declared as never, args.input, context));
        return isRefusal(answer) ? answerOf(answer, speechOf(context)) : { typename, ...answer };
      },
    } as never),
  );
}

/** The union of a mutation's success and its refusals. */
function resultOf(Name: string, Success: ObjectRef<SchemaTypes, never>, kinds: readonly AnyKind[]) {
  return builder.unionType(`${Name}Result`, {
    description: `${Name} 的结果：成功或可处理的错误 / Result of ${Name}: success, or an error to act on`,
    types: [Success, ...new Set(kinds.map(({ type }) => type))],
    resolveType: (answer) => (answer as { typename: string }).typename as never,
  });
}

async function carryOut(
  declared: Declaration<InputFields, object, readonly AnyKind[], string>,
  raw: unknown,
  context: Context,
): Promise<object> {
  const reading: Reading = { context, mistakes: [], refusals: [] };
  const input = await valuesOf(declared.input, raw, [], reading);
  if (reading.mistakes.length > 0) return invalid(...reading.mistakes);
  return reading.refusals[0] ?? (await declared.do(input, context));
}
