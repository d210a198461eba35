// The guard: looks at each issue that votes move, and freezes a surge that looks bought until a person has looked.
import type { Services } from '../../frame/services.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { judge, scoreOf } from './rules.ts';
import { raiseFlag, readMoving, readStreet, readSurge } from './store.ts';

/** What is usual changes slowly. */
const LEARN_EVERY_MS = 600_000;

type Street = Awaited<ReturnType<typeof readStreet>>;

export class Guard {
  readonly #services: Pick<Services, 'pool' | 'log'>;
  /** Votes of each issue at the last check. */
  #seen = new Map<string, number>();
  #street: Street | null = null;
  #learntAt = Number.NEGATIVE_INFINITY;

  constructor(services: Pick<Services, 'pool' | 'log'>) {
    this.#services = services;
  }

  /** Looks at every issue that has moved since the last time; at the first, at all of the last day. Returns which it has frozen. */
  async look(ratePerMs: number, now: Date): Promise<string[]> {
    const { pool } = this.#services;
    const moving = await readMoving(pool, ratePerMs, now);
    const moved = moving.filter(({ id, voteCount }) => this.#seen.get(id) !== voteCount);
    const frozen: string[] = [];
    for (const { id } of moved) if (await this.#lookAt(id, now)) frozen.push(id);
    this.#seen = new Map(moving.map(({ id, voteCount }) => [id, voteCount]));
    return frozen;
  }

  async #lookAt(hotIssueId: string, now: Date): Promise<boolean> {
    const { pool, log } = this.#services;
    if (!this.#street || Math.abs(now.getTime() - this.#learntAt) > LEARN_EVERY_MS) {
      this.#street = await readStreet(pool, now);
      this.#learntAt = now.getTime();
    }
    const surge = await readSurge(pool, hotIssueId, this.#street, now);
    const evidence = surge ? judge(surge) : [];
    if (evidence.length === 0) return false;
    const flag = await inTransaction(pool, (client) =>
      raiseFlag(client, { hotIssueId, raisedAt: now, raisedById: null, score: scoreOf(evidence), evidence }),
    );
    if (!flag) return false;
    log.info(
      { hotIssueId, flagId: flag.id, signs: evidence.map(({ sign }) => sign) },
      'a surge of votes is frozen until a person has looked',
    );
    return true;
  }
}
