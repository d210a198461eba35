// The caller as the kind of person that a field's scope has let through.
import type { Context } from '../context.ts';
import { refused } from '../errors/problems.ts';
import type { ResidentViewer, StaffViewer } from './viewer.ts';

/** @throws FORBIDDEN when the field's scope lets through more than residents */
export function residentOf(context: Context): ResidentViewer {
  if (context.viewer?.kind !== 'resident') throw refused(context);
  return context.viewer;
}

/** @throws FORBIDDEN when the field's scope lets through more than staff */
export function staffOf(context: Context): StaffViewer {
  if (context.viewer?.kind !== 'staff') throw refused(context);
  return context.viewer;
}

/** @throws FORBIDDEN when the field's scope lets through partner keys */
export function personOf(context: Context): ResidentViewer | StaffViewer {
  if (!context.viewer || context.viewer.kind === 'partner') throw refused(context);
  return context.viewer;
}
