// What a module declares of itself. Whatever is a list of all modules' is a fold over these (modules.ts).

import type pg from 'pg';
import type { Viewer } from './access/viewer.ts';
import type { Ears } from './announcements.ts';
import type { Exporter } from './export.ts';
import type { Job } from './job.ts';
import type { DeclaredRight, Says } from './roles.ts';
import type { Services } from './services.ts';
import type { DeclaredSettings } from './settings.ts';
import type { Say } from './speech.ts';
import type { WaitOfKind } from './waits.ts';

/** What is held of a person. */
export interface Holds {
  /** Columns that lead to a person, as `table.column`. */
  places: readonly string[];
  /**
   * What they are given of it when they ask for everything, by its place in the answer ("volunteer.teams" lies in
   * "volunteer"): an SQL expression; `r` is the row of the resident.
   */
  shows?: Readonly<Record<string, string | Sealed>>;
  /** What is done when they erase their account, while their own row still tells who they were. $1: the resident. */
  erases?: Readonly<Record<string, string>>;
}

/** Kept sealed: the expression reads its bytes. */
interface Sealed {
  sql: string;
  /** Reads what was sealed for the resident. */
  open(services: Services, sealed: Buffer, residentId: string): string;
}

/** A kind of notice: what it says to the person, and the page that it leads to. */
interface NoticeOfKind {
  /** For programs. */
  means: Says;
  says(told: Told): Say;
  /** @param subjectId of what it is about */
  leadsTo(subjectId: string): string;
  /** It is about a day, not an hour. */
  isOfADay?: true;
}

/** What the sentence of a notice may tell. Nobody's name: the screen of a phone may lie open. */
export interface Told {
  title: string;
  /** When it is, in words of the person's language. */
  when: string;
  /** Why, in the words of whoever did it; blank: none. */
  reason: string;
  /** What has happened; the module's own word. */
  step: string | undefined;
  /** How many other steps are not said. */
  more: number;
}

/** The type of a file that the viewer may load; null: it is none of the module's, or not for them. */
export type ShowsFile = (
  db: Pick<pg.ClientBase, 'query'>,
  fileName: string,
  viewer: Viewer | null,
) => Promise<{ readonly mimeType: string } | null>;

export interface Manifest {
  /** As its folder, and as the first word in the names of its SQL statements. */
  name: string;
  /** Adds its nouns to the builder. */
  graph(): Promise<unknown>;
  rights: Readonly<Record<string, DeclaredRight>>;
  /** Scopes that a partner key may have, and what each opens. */
  scopes?: Readonly<Record<string, Says>>;
  /** Rights that the client asks for to show a page or button: a field of `viewer.can` each. */
  can?: Readonly<Record<string, readonly [right: string, says: Says]>>;
  /** What goes on record, in words for the person concerned. */
  audits?: Readonly<Record<string, Says>>;
  notices?: Readonly<Record<string, NoticeOfKind>>;
  /** What waits for people to do it: they find it in their inbox. */
  waits?: Readonly<Record<string, WaitOfKind>>;
  /** What an operator may set of it; found under `settings`. */
  settings?: DeclaredSettings;
  /** Its tables: nobody else writes to them. */
  tables: readonly string[];
  /** Of these, those that other modules may read: their names and columns stay, or change with all who read them. */
  publishes?: readonly string[];
  /** Of these, those that are only ever added to. */
  appendOnly?: readonly string[];
  holds?: Holds;
  /** Photos and voice notes that people send for it. */
  files?: {
    /** Whoever has one of these rights has something to send a file for. */
    sentFor: readonly string[];
    /** Whether it shows a file of that name. */
    shows(): Promise<ShowsFile>;
  };
  /** Files that people take away, by their path; a part of it may begin with a colon. */
  exports?: Readonly<Record<string, () => Promise<Exporter>>>;
  /** What outlives its purpose goes, every hour. $1, where it is used: the days of the configuration. */
  expires?: Readonly<Record<string, string>>;
  /** What it does when something happens in a module below. */
  hears?: Ears;
  /** What it does by itself. */
  jobs?(): Promise<(services: Services) => readonly Job[]>;
}

/** A module's declaration, with its names known to the compiler. */
export const module = <const M extends Manifest>(manifest: M): M => manifest;
