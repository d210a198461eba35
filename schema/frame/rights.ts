// A right that depends on the row which an input names: asked before anything else of the input is read.

import type { Action } from '../modules.ts';
import { may } from './access/may.ts';
import type { Subject } from './access/rules.ts';
import type { Context } from './context.ts';
import { refused } from './errors/problems.ts';
import { NotFound, notFound, type Refusal } from './refusals.ts';
import { visibleNode } from './relay/graph.ts';
import type { Say } from './speech.ts';

export interface Right<Names extends string = string> {
  /** Why the caller does not have it; null: they do. @throws what is told to those who have no such right for any row */
  ask(input: Readonly<Record<string, unknown>>, context: Context): Refusal<Names> | null | Promise<Refusal<Names> | null>;
  readonly refuses: readonly { readonly name: Names }[];
}

interface RowOf<Row> {
  typename: string;
  /** The field of the input that has its id. */
  field: string;
  subjectOf(row: Row, context: Context): Subject | Promise<Subject>;
  /** What is said of a row that the viewer may not see. */
  gone: Say;
}

/**
 * The right to do something to a row of the input.
 * @param otherwise the refusal for those who see the row and may not; left out: it is not there for them
 * `or`: those who are signed in and have this right are told why, too
 */
export function rightOn<Row extends object, Names extends string = never>(
  action: Action,
  { typename, field, subjectOf, gone }: RowOf<Row>,
  otherwise?: { kind: { readonly name: Names }; refusal: Refusal<Names>; or?: Action },
): Right<Names | 'NotFoundError'> {
  return {
    async ask(input, context) {
      const isTold = context.viewer !== null && otherwise?.or !== undefined && may(context, otherwise.or);
      if (!may(context, action) && !isTold) throw refused(context);
      const row = await visibleNode<Row>(typename, String(input[field]), context);
      if (!row) return notFound(gone);
      if (may(context, action, await subjectOf(row, context))) return null;
      return otherwise?.refusal ?? notFound(gone);
    },
    refuses: [NotFound, ...(otherwise ? [otherwise.kind] : [])],
  };
}
