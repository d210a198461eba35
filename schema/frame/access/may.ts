// The question as resolvers put it.

import type { Action } from '../../modules.ts';
import type { Context } from '../context.ts';
import { decide, type Subject } from './rules.ts';

/** Whether the viewer may; for hints such as `viewerCan`, and for what is hidden from anyone without permission to see it. */
export function may({ viewer }: Pick<Context, 'viewer'>, action: Action, subject: Subject | null = null): boolean {
  return decide(viewer, action, subject).isAllowed;
}
