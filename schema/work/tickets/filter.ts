// A filter of tickets as it stands in an address.
import { z } from 'zod';
import { Priority, TicketStatus } from '../../../prisma/client/enums.ts';
import { decodeIdOf } from '../../frame/relay/global-id.ts';
import { readMoment } from '../../ground/calendar.ts';
import type { TicketFilter } from './store.ts';

const listOf = <Value extends z.ZodType<string, string>>(value: Value) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(value).max(40));
const flag = z.enum(['0', '1']).transform((text) => text === '1');
const time = z.iso.datetime({ offset: true }).transform(readMoment).pipe(z.date());

const parameters = z.object({
  statuses: listOf(z.enum(TicketStatus)).optional(),
  priorities: listOf(z.enum(Priority)).optional(),
  categories: listOf(z.string().regex(/^[a-z_]{1,40}$/)).optional(),
  gridId: z
    .string()
    .transform((globalId) => decodeIdOf('Grid', globalId))
    .pipe(z.string())
    .optional(),
  isOpen: flag.optional(),
  isOverdue: flag.optional(),
  createdFrom: time.optional(),
  createdUntil: time.optional(),
});

/** Parameters of an address that narrow a list; others mean something else. */
export const FILTER_FIELDS: readonly string[] = Object.keys(parameters.shape);

/** The filter of an address's parameters; null when a value is not one. */
export function filterFrom(values: Readonly<Record<string, string>>): TicketFilter | null {
  const { data } = parameters.safeParse(values);
  return data ? (Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)) as TicketFilter) : null;
}
