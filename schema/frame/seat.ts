// A field of an input whose ids only a module above can read.
import type { Context } from './context.ts';
import type { InputField } from './inputs.ts';
import { NotFound, notFound } from './refusals.ts';
import type { Say } from './speech.ts';

/** The row of a global id; null: there is none. */
type Find<Row> = (globalId: string, context: Context) => Promise<Row | null>;

export interface Seat<Row> extends InputField<Row, 'NotFoundError'> {
  /** The module that keeps such rows says how they are found. */
  fill(find: Find<Row>): void;
}

/** The id of a row that a module above keeps; it fills the seat when it joins the schema. */
export function seat<Row extends object>(says: string, gone: Say): Seat<Row> {
  let find: Find<Row> = () => Promise.reject(new Error(`nobody has filled the seat of “${says}”`));
  return {
    define: (t, isOptional) => t.id({ required: !isOptional, description: says }),
    async read(raw, _path, { context, refusals }) {
      const found = await find(String(raw), context);
      if (!found) refusals.push(notFound(gone));
      return found as Row;
    },
    refuses: [NotFound],
    fill(filled) {
      find = filled;
    },
  };
}
