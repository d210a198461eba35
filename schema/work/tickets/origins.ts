// Where a report may come from beside the person who makes it. Modules above say how their own reports are told and what belongs
// to them; tickets know none of those modules.
import type pg from 'pg';
import type { Point } from '../../commons/grids/inputs.ts';
import type { Context } from '../../frame/context.ts';
import { type InputField, type InputFields, optional } from '../../frame/inputs.ts';
import type { TicketRow } from './store.ts';

/** Where one report comes from. */
export interface Origin {
  /** Its position, for a report that names none. */
  point: Point | null;
  /** Asked in the report's transaction, before the ticket is there. Null: it does not hold, and the report is an ordinary one. */
  begin(client: pg.PoolClient): Promise<Begun | null>;
}

export interface Begun {
  source: TicketRow['source'];
  /** In the same transaction, once the ticket is there. Returns the topics to touch after the commit. */
  reported(client: pg.PoolClient, ticketId: string, isNew: boolean): Promise<readonly string[]>;
}

/** How reports of one origin are told: a field of the report's input. */
interface OriginKind<Said> {
  /** It never refuses by itself. */
  field: InputField<Said, never>;
  /** Whether it says where it is, so that the report need not. */
  isPlaced(said: Said): boolean;
  /** Null: what it says is unknown, or not theirs; then the report is an ordinary one. */
  originOf(said: Said, context: Context): Promise<Origin | null>;
}

const kinds = new Map<string, OriginKind<unknown>>();

/** What reports say of their origins: these fields join those of the report. */
export const originFields: InputFields = {};

/** Adds an origin: its name is that of its field in a report. */
export function reportsFrom<Said>(name: string, kind: OriginKind<Said>): void {
  kinds.set(name, kind as OriginKind<unknown>);
  originFields[name] = optional(kind.field);
}

/** What a report says of its origin; null: nothing. */
export function saidOrigin(report: Readonly<Record<string, unknown>>) {
  for (const [name, kind] of kinds) {
    const said = report[name] ?? null;
    if (said !== null) return { isPlaced: kind.isPlaced(said), find: (context: Context) => kind.originOf(said, context) };
  }
  return null;
}
