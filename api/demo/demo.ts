// What a module shows of itself in the demo town: the past it makes, and what goes on while the demo runs.
import type pg from 'pg';
import type { House } from '../doors/operations.ts';
import type { Chance } from './chance.ts';
import type { Town } from './town.ts';

/** The past while it is made: everything happens in one transaction. */
export interface Past {
  /** For deeds: those that begin a transaction of their own have a part of this one. */
  db: pg.Pool;
  town: Town;
  stationId: string;
  /** When the past ends. */
  now: Date;
  timeZone: string;
  halfLifeHours: number;
  /** Days of tickets before `now`; 0: none. */
  ticketDays: number;
  read<Row>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Writes rows with one statement. For what has no deed, or thousands of them: a deed each would take minutes. */
  insert(table: string, rows: readonly object[]): Promise<void>;
  /** Lets something happen at a moment: after the rows of all modules are written, in the order of time, whichever module's it is. */
  at(moment: Date, act: (at: Date) => Promise<unknown>): void;
}

/** Somebody of the street, who does one thing at a time. */
interface Street {
  act(): Promise<void>;
}

export interface Demo {
  /** Whose it is: the folder in schema/. */
  module: string;
  /** Makes what the module has behind it, on top of the modules before it in the list (demos.ts). */
  history?(past: Past): Promise<void>;
  /** What goes on while the demo runs, with the mean time between two acts. */
  live?: { everyMs: number; street: new (house: House, random: Chance) => Street };
}

/** A module's part of the demo town. */
export const demo = (module: string, parts: Omit<Demo, 'module'>): Demo => ({ module, ...parts });
