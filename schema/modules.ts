// Every module there is, and what they declare together. A new module is added here, and nowhere else.
import { access } from './access/module.ts';
import { answers } from './answers/module.ts';
import { audit } from './audit/module.ts';
import { files } from './files/module.ts';
import type { Manifest } from './frame/manifest.ts';
import { frame } from './frame/module.ts';
import { grids } from './grids/module.ts';
import { honours } from './honours/module.ts';
import { hotlist } from './hotlist/module.ts';
import { notices } from './notices/module.ts';
import { partners } from './partners/module.ts';
import { patrols } from './patrols/module.ts';
import { people } from './people/module.ts';
import { points } from './points/module.ts';
import { staff } from './staff/module.ts';
import { surges } from './surges/module.ts';
import { tickets } from './tickets/module.ts';
import { volunteers } from './volunteers/module.ts';

/** What every module stands on. */
const COMMONS = [frame, grids, audit, people, notices, staff, partners, access, files, points] as const;
/** What people come for: none of them knows another. */
export const WORK = [hotlist, tickets, volunteers] as const;
/** What ties works together. */
const JOINS = [answers, surges, patrols, honours] as const;

const DECLARED = [...COMMONS, ...WORK, ...JOINS] as const;

/** A module stands on those before it: `npm run check` sees to it (scripts/walls.ts). */
export const MODULES: readonly Manifest[] = DECLARED;

/** Parts of a manifest that name what they declare. */
type Named = 'rights' | 'scopes' | 'can' | 'audits' | 'notices';

type NameIn<Part extends Named, Module = (typeof DECLARED)[number]> = Module extends { readonly [P in Part]: infer All }
  ? keyof All & string
  : never;

type DeclarationIn<Part extends Named> =
  NonNullable<Manifest[Part]> extends Readonly<Record<string, infer Declaration>> ? Declaration : never;

/** What all modules declare of a part, by name. @throws when two declare the same name */
export function fold<Part extends Named>(part: Part, modules = MODULES): Record<NameIn<Part>, DeclarationIn<Part>> {
  const owners = new Map<string, string>();
  for (const { name: module, [part]: declared = {} } of modules) {
    for (const name of Object.keys(declared)) {
      const owner = owners.get(name);
      if (owner) throw new Error(`schema/${module}/module.ts declares ${part}.${name}, which ${owner} has declared: give it another name.`);
      owners.set(name, module);
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

/** Tables that are only ever added to. */
export const APPEND_ONLY = MODULES.flatMap(({ appendOnly = [] }) => appendOnly);
