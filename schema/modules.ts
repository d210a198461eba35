// Every module there is, and what they declare together. A new module is added here, and nowhere else.
import { access } from './commons/access/module.ts';
import { audit } from './commons/audit/module.ts';
import { files } from './commons/files/module.ts';
import { grids } from './commons/grids/module.ts';
import { inbox } from './commons/inbox/module.ts';
import { notices } from './commons/notices/module.ts';
import { partners } from './commons/partners/module.ts';
import { people } from './commons/people/module.ts';
import { places } from './commons/places/module.ts';
import { points } from './commons/points/module.ts';
import { staff } from './commons/staff/module.ts';
import { texts } from './commons/texts/module.ts';
import type { Manifest } from './frame/manifest.ts';
import { frame } from './frame/module.ts';
import { answers } from './joins/answers/module.ts';
import { honours } from './joins/honours/module.ts';
import { patrols } from './joins/patrols/module.ts';
import { surges } from './joins/surges/module.ts';
import { hotlist } from './work/hotlist/module.ts';
import { lostfound } from './work/lostfound/module.ts';
import { tickets } from './work/tickets/module.ts';
import { volunteers } from './work/volunteers/module.ts';

/** Every module by its storey, the lowest first: a folder of schema/ each. */
export const STOREYS = {
  frame: [frame],
  /** What every module stands on. */
  commons: [grids, audit, texts, people, notices, inbox, staff, partners, access, files, points, places],
  /** What people come for: none of them knows another. */
  work: [hotlist, tickets, volunteers, lostfound],
  /** What ties works together. */
  joins: [answers, surges, patrols, honours],
} as const;

const DECLARED = [...STOREYS.frame, ...STOREYS.commons, ...STOREYS.work, ...STOREYS.joins] as const;

/** A module stands on those before it: `npm run check` sees to it (scripts/walls.ts). */
export const MODULES: readonly Manifest[] = DECLARED;

/** Its folder. A module that is on no list has none yet. */
export function homeOf({ name }: Pick<Manifest, 'name'>): string {
  const storey = Object.entries(STOREYS).find(([, modules]) => modules.some((module) => module.name === name))?.[0];
  return storey === 'frame' ? 'schema/frame' : `schema/${storey ?? 'work'}/${name}`;
}

/** Parts of a manifest that name what they declare. */
type Named = 'rights' | 'scopes' | 'can' | 'audits' | 'notices' | 'waits';

type NameIn<Part extends Named, Module = (typeof DECLARED)[number]> = Module extends { readonly [P in Part]: infer All }
  ? keyof All & string
  : never;

type DeclarationIn<Part extends Named> =
  NonNullable<Manifest[Part]> extends Readonly<Record<string, infer Declaration>> ? Declaration : never;

/** What all modules declare of a part, by name. @throws when two declare the same name */
export function fold<Part extends Named>(part: Part, modules = MODULES): Record<NameIn<Part>, DeclarationIn<Part>> {
  const owners = new Map<string, string>();
  for (const module of modules) {
    for (const name of Object.keys(module[part] ?? {})) {
      const owner = owners.get(name);
      if (owner)
        throw new Error(`${homeOf(module)}/module.ts declares ${part}.${name}, which ${owner} has declared: give it another name.`);
      owners.set(name, module.name);
    }
  }
  return Object.assign({}, ...modules.map((module) => module[part]));
}

export const RIGHTS = fold('rights');
export type Action = keyof typeof RIGHTS;

/** What a partner key may be allowed: a scope, and what it opens. */
export const SCOPES = fold('scopes');
export type Scope = keyof typeof SCOPES;

/** Rights as `viewer.can` tells them. */
export const CAN = fold('can');

/** What goes on record. */
export const AUDIT_ACTIONS = fold('audits');
export type AuditAction = keyof typeof AUDIT_ACTIONS;

export const NOTICES = fold('notices');
export type NoticeKind = keyof typeof NOTICES;

/** Kinds of work that wait for somebody. */
export const WAITS = fold('waits');
export type WaitKind = keyof typeof WAITS;

/** Tables that are only ever added to. */
export const APPEND_ONLY = MODULES.flatMap(({ appendOnly = [] }) => appendOnly);
