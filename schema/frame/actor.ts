// Who has acted, as events keep it.
import type { ActorKind } from '../../prisma/client/enums.ts';
import type { Viewer } from './access/viewer.ts';

export interface Actor {
  kind: ActorKind;
  id: string | null;
  /** 王警官; blank for residents, whose names events do not hold. */
  title: string;
}

export const SYSTEM: Actor = { kind: 'SYSTEM', id: null, title: '' };

/** The caller, as events keep them. Residents are not named. */
export function actorOf(viewer: Viewer | null): Actor {
  switch (viewer?.kind) {
    case 'resident':
      return { kind: 'RESIDENT', id: viewer.residentId, title: '' };
    case 'staff':
      return { kind: 'STAFF', id: viewer.staffId, title: viewer.title };
    case 'partner':
      return { kind: 'PARTNER', id: viewer.keyId, title: viewer.name };
    case undefined:
      return SYSTEM;
  }
}
