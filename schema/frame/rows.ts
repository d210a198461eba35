// A field that names a row with which the caller needs a right.

import type { Action } from '../modules.ts';
import { may } from './access/may.ts';
import type { Subject } from './access/rules.ts';
import type { Context } from './context.ts';
import { type InputField, row } from './inputs.ts';
import { Forbidden, forbidden } from './refusals.ts';
import type { Say } from './speech.ts';

interface RowFor<Row> {
  typename: string;
  says: string;
  /** Of a row that the caller may not see, or that is not there. */
  gone: Say;
  subjectOf(row: Row, context: Context): Subject;
  /** Of a row that they see and may not do this with. */
  otherwise: Say;
}

/** A row of that type, if the caller may see it and do that with it. */
export function rowFor<Row extends object>(
  action: Action,
  { typename, says, gone, subjectOf, otherwise }: RowFor<Row>,
): InputField<Row, 'NotFoundError' | 'ForbiddenError'> {
  const seen = row<Row>(typename, says, gone);
  return {
    define: seen.define,
    async read(raw, path, reading) {
      const found = await seen.read(raw, path, reading);
      if (found && !may(reading.context, action, subjectOf(found, reading.context))) reading.refusals.push(forbidden(otherwise));
      return found;
    },
    refuses: [...seen.refuses, Forbidden],
  };
}
