// What an operation costs its caller: points out of a bucket before it runs, what it did not use given back after.
import type { Viewer } from '@xieshou/schema/frame/access/viewer.ts';
import type { Rate } from '@xieshou/schema/frame/context.ts';
import { wordsIn } from '@xieshou/schema/frame/errors/words.ts';
import type { DocumentNode, ExecutionResult, OperationDefinitionNode } from 'graphql';
import { networkOf } from '../people/viewer.ts';
import { actualCost } from './cost.ts';
import { refusal } from './errors.ts';
import { LIMITS, tooComplex } from './limits.ts';
import type { Caller, House } from './operations.ts';
import type { Snapshot } from './snapshots.ts';
import type { Allowance, Throttle, ThrottleStatus } from './throttle.ts';

/** Allowances by kind of caller. */
export interface Rates {
  anonymous: Allowance;
  person: Allowance;
  key: Allowance;
}

/** Takes the points of an operation. @throws QUERY_TOO_COMPLEX, RATE_LIMITED */
export async function charge({ throttle, rates }: Pick<House, 'throttle' | 'rates'>, caller: Caller, requested: number): Promise<Bill> {
  const { bucket, allowance } = purseOf(caller, rates);
  if (requested > Math.min(LIMITS.cost, allowance.maximumAvailable)) throw tooComplex('cost', requested);
  const { status, retryAfterSeconds } = await throttle.take(bucket, requested, allowance);
  if (retryAfterSeconds !== null) {
    setRateHeaders(caller, status);
    throw refusal('RATE_LIMITED', wordsIn(caller.language).rateLimited(retryAfterSeconds), 429, {
      retryAfterSeconds,
      cost: costOf(requested, null, status),
      http: { status: 429, headers: { 'Retry-After': String(retryAfterSeconds) } },
    });
  }
  return new Bill(throttle, { bucket, allowance, requested, status });
}

interface Charged {
  bucket: string;
  allowance: Allowance;
  requested: number;
  status: ThrottleStatus;
}

/** What an operation has been charged. */
export class Bill {
  readonly #throttle: Throttle;
  readonly #charged: Charged;

  constructor(throttle: Throttle, charged: Charged) {
    this.#throttle = throttle;
    this.#charged = charged;
  }

  get rate(): Rate {
    return rateOf(this.#charged);
  }

  /** Gives back what was not used; the answer's `extensions.cost`, in Shopify's shape. */
  async settle(caller: Caller, answer: ExecutionResult | Snapshot, document: DocumentNode, operation: OperationDefinitionNode) {
    const { actual, now } = await this.giveBack(answer, document, operation);
    setRateHeaders(caller, now);
    return costOf(this.#charged.requested, actual, now);
  }

  /** Gives back what was not used. Of a subscription: by its first answer, the later ones are free. */
  async giveBack(
    answer: ExecutionResult | Snapshot,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): Promise<{ actual: number; now: ThrottleStatus }> {
    const { bucket, allowance, requested, status } = this.#charged;
    const isMutation = operation.operation === 'mutation';
    const actual = isMutation ? requested : Math.min(requested, Math.max(1, costOnce(answer, document, operation) - 1));
    return { actual, now: actual < requested ? await this.#throttle.giveBack(bucket, requested - actual, allowance) : status };
  }
}

function costOnce(answer: ExecutionResult | Snapshot, document: DocumentNode, operation: OperationDefinitionNode): number {
  if (!('bytes' in answer)) return actualCost(answer.data, document, operation);
  answer.cost ??= actualCost(answer.data, document, operation);
  return answer.cost;
}

function rateOf({ requested, status: { maximumAvailable: limit, currentlyAvailable: remaining, restoreRate } }: Charged): Rate {
  return {
    limit,
    cost: requested,
    remaining,
    get resetAt() {
      return new Date(Date.now() + ((limit - remaining) / restoreRate) * 1000);
    },
  };
}

function costOf(requestedQueryCost: number, actualQueryCost: number | null, throttleStatus: ThrottleStatus) {
  return { requestedQueryCost, actualQueryCost, throttleStatus };
}

/** Whose bucket pays: the key's, the person's, else the address's. */
function purseOf({ viewer, device }: Caller, rates: Rates): { bucket: string; allowance: Allowance } {
  const asker = viewer();
  if (asker) return { bucket: ownerOf(asker), allowance: asker.kind === 'partner' ? rates.key : rates.person };
  return { bucket: `address:${networkOf(device.address)}`, allowance: rates.anonymous };
}

function setRateHeaders({ setHeader }: Caller, { maximumAvailable, currentlyAvailable, restoreRate }: ThrottleStatus): void {
  setHeader('x-ratelimit-limit', String(maximumAvailable));
  setHeader('x-ratelimit-remaining', String(currentlyAvailable));
  setHeader('x-ratelimit-used', String(maximumAvailable - currentlyAvailable));
  setHeader('x-ratelimit-reset', String(Math.ceil((maximumAvailable - currentlyAvailable) / restoreRate)));
  setHeader('x-ratelimit-resource', 'graphql');
}

/** Whose points and idempotency keys they are. */
export const ownerOf = (asker: Viewer) => (asker.kind === 'partner' ? `key:${asker.keyId}` : `user:${asker.userId}`);
