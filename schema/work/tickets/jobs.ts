// Rings the SLA clocks of tickets. What is due stands in the ticket's own row and is done in the transaction of its
// event, so that down-time, several servers or a kill between two steps neither lose nor repeat anything: a job queue
// beside it would be a second truth to keep in step whenever a clock is paused or a priority changes.
import type { Job } from '../../frame/job.ts';
import type { Services } from '../../frame/services.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { letTimePass, readDue, readNextAlertIn } from './journal.ts';
import { lineFor } from './suggesting.ts';
import { TICKETS_TOPIC } from './topics.ts';

const BATCH = 100;
/** Looked at anew at least this often: another server's database may have made something due. */
const LOOK_EVERY_MS = 15_000;
const RETRY_MS = 1000;

type Needed = Pick<Services, 'pool' | 'prisma' | 'live' | 'log'>;

export const jobs = (services: Services): readonly Job[] => [
  { name: 'ticket clocks', everyMs: LOOK_EVERY_MS, on: TICKETS_TOPIC, work: () => ringDue(services) },
];

/** Does all that is due. Answers how long to wait, in milliseconds. */
export async function ringDue({ pool, prisma, live, log }: Needed): Promise<number> {
  try {
    /** Those whose clocks could not ring: they hold up nobody else's, and are tried again in a moment. */
    const stuck: string[] = [];
    for (;;) {
      const due = await readDue(pool, BATCH, stuck);
      let hasRung = false;
      for (const id of due) {
        try {
          const rang = await inTransaction(pool, (client) => letTimePass(client, id, (ticket) => lineFor(ticket, { pool, prisma })));
          hasRung ||= rang;
        } catch (error) {
          log.error({ err: error, ticket: id }, 'the clocks of a ticket cannot ring');
          stuck.push(id);
          await readDue(pool, 1, stuck); // when it is the database that is away, this tells
        }
      }
      if (hasRung) live.touch([TICKETS_TOPIC]);
      if (due.length < BATCH) break;
    }
    if (stuck.length > 0) return RETRY_MS;
    const next = await readNextAlertIn(pool);
    return Math.min(LOOK_EVERY_MS, Math.max(0, next ?? LOOK_EVERY_MS));
  } catch (error) {
    log.warn({ err: error }, 'ticket clocks cannot ring at the moment');
    return RETRY_MS;
  }
}
