// A month that figures are asked for.
import { monthOf } from '../ground/calendar.ts';
import type { Context } from './context.ts';
import { problem } from './errors/problems.ts';
import { say, speechOf } from './speech.ts';

export const monthForm = say('月份请写成 2026-11 这样。', 'Write a month like 2026-11.');

export const MONTH = '如 2026-11 / Month, such as 2026-11';

/** A month that was asked for. @throws BAD_USER_INPUT */
export function spanOfMonth(month: string, context: Context): { from: Date; until: Date } {
  const span = monthOf(month, context.services.settings.timeZone);
  if (!span) throw problem('BAD_USER_INPUT', monthForm(speechOf(context)));
  return span;
}
