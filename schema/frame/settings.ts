// What an operator may set of a module: environment variables, and what the module makes of them.
import { z } from 'zod';
import type { Settings } from './services.ts';

export interface Variable {
  type: z.ZodType;
  /** What its value must look like, for the sentence that names a wrong one. */
  expected: string;
}

/** Variables by name. */
export type Variables = Readonly<Record<string, Variable>>;

type ValuesOf<Declared extends Variables> = { readonly [Name in keyof Declared]: z.infer<Declared[Name]['type']> };

export interface DeclaredSettings {
  variables: Variables;
  /**
   * @param values of the variables, as their types read them
   * @param before what modules before it have made of theirs, and the house's own
   * @throws WrongSetting
   */
  read(values: never, before: Settings): object;
}

/** A value that only reading what it names shows to be wrong. Its message is a sentence for the operator. */
export class WrongSetting extends Error {}

/** Keeps the types of the values. */
export const settings = <const Declared extends Variables, Made extends Partial<Settings>>(
  variables: Declared,
  read: (values: ValuesOf<Declared>, before: Settings) => Made,
): DeclaredSettings => ({ variables, read });

/** A whole number, with what is taken where it is not set. */
export const count = (least: number, most: number, otherwise: number, what = 'a number'): Variable & { type: z.ZodType<number> } => ({
  type: z.coerce.number().int().min(least).max(most).default(otherwise),
  expected: `${what} from ${least} to ${most}`,
});
