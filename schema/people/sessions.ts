// Session tokens: 256 random bits for the device, their SHA-256 for us.
import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Viewer } from '../access/viewer.ts';
import type { Services } from '../services.ts';
import { deleteSession, insertSession, readSessionViewer } from './store.ts';

const SESSION_DAYS = 30;

export interface OpenedSession {
  /** Shown to the device once; not stored. */
  token: string;
  expiresAt: Date;
}

/** Opens a session of 30 days for the viewer. */
export async function openSession({ pool, clock }: Services, viewer: Viewer): Promise<OpenedSession> {
  const token = `xs_${randomBytes(32).toString('base64url')}`;
  const expiresAt = new Date(clock.now().getTime() + SESSION_DAYS * 86_400_000);
  const owner = viewer.kind === 'resident' ? { residentId: viewer.residentId } : { staffId: viewer.staffId };
  await insertSession(pool, { id: uuid(), tokenHash: hash(token), expiresAt, ...owner });
  return { token, expiresAt };
}

/** Who holds the token; null when it is unknown, revoked or expired. */
export function viewerOf({ pool, clock }: Services, token: string): Promise<Viewer | null> {
  return readSessionViewer(pool, hash(token), clock.now());
}

export function endSession({ pool }: Services, token: string): Promise<void> {
  return deleteSession(pool, hash(token));
}

function hash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
