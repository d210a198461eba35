// Votes on their way: shown at once, kept through reloads and tunnels, sent until the server has answered.
import { useSyncExternalStore } from 'react';
import type { Client } from 'urql';
import { UnvoteDocument, VoteDocument } from '../generated/graphql.ts';

/** What the person wants for one issue, not yet confirmed. */
export interface PendingVote {
  issueId: string;
  wantsVote: boolean;
  /** The count shown while it is pending: steady, so that a push that holds this vote already does not count it twice. */
  shownCount: number;
}

export interface Votable {
  id: string;
  voteCount: number;
  viewerHasVoted: boolean;
}

export type VoteFailure = { kind: 'refused'; message: string } | { kind: 'signed-out' };

const KEY = 'xieshou.pendingVotes';
const LONGEST_PAUSE_MS = 15_000;

/** Pending votes of this device. One is in flight at a time, in the order they were made. */
export class PendingVotes {
  #byIssue: ReadonlyMap<string, PendingVote> = restore();
  #listeners = new Set<() => void>();
  #isSending = false;
  #closing = new AbortController();
  #pauseMs = 0;
  #wake: (() => void) | null = null;
  readonly #client: Client;
  readonly #onFailure: (failure: VoteFailure) => void;

  constructor(client: Client, onFailure: (failure: VoteFailure) => void) {
    this.#client = client;
    this.#onFailure = onFailure;
    const { signal } = this.#closing;
    addEventListener('online', () => this.retryNow(), { signal });
    addEventListener('storage', ({ key }) => key === KEY && this.#set(restore(), false), { signal }); // another tab has sent
    void this.#send();
  }

  /** Sends nothing more; what is pending stays stored for the next. */
  close(): void {
    this.#closing.abort();
    this.#wake?.();
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  all = (): ReadonlyMap<string, PendingVote> => this.#byIssue;

  /** Votes, or takes the vote back: whichever is not so yet. */
  toggle({ id, voteCount, viewerHasVoted }: Votable): boolean {
    const pending = this.#byIssue.get(id);
    const wantsVote = !(pending?.wantsVote ?? viewerHasVoted);
    const shownCount = pending ? pending.shownCount + (wantsVote ? 1 : -1) : voteCount + (wantsVote ? 1 : -1);
    this.#set(new Map(this.#byIssue).set(id, { issueId: id, wantsVote, shownCount: Math.max(0, shownCount) }));
    void this.#send();
    return wantsVote;
  }

  /** Does not wait for the next try: the network is back. */
  retryNow(): void {
    this.#pauseMs = 0;
    this.#wake?.();
    void this.#send();
  }

  /** Forgets what was never sent: the person did not sign in. */
  forgetAll(): void {
    this.#set(new Map());
  }

  async #send(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      for (let next = first(this.#byIssue); next && !this.#closing.signal.aborted; next = first(this.#byIssue)) {
        const ending = await this.#sendOne(next);
        if (ending === 'signed-out') {
          this.#onFailure({ kind: 'signed-out' });
          return; // kept: whoever signs in now sends it
        }
        if (ending === 'unanswered') await this.#pause();
        // The person may have changed their mind while it was on its way: then the new wish is sent as well.
        else if (this.#byIssue.get(next.issueId)?.wantsVote === next.wantsVote) this.#drop(next.issueId);
      }
    } finally {
      this.#isSending = false;
    }
  }

  /** Sends a wish. `unanswered`: the server could not be asked, it must be sent again. */
  async #sendOne({ issueId, wantsVote }: PendingVote): Promise<'answered' | 'unanswered' | 'signed-out'> {
    const { data, error } = wantsVote
      ? await this.#client.mutation(VoteDocument, { id: issueId }).toPromise()
      : await this.#client.mutation(UnvoteDocument, { id: issueId }).toPromise();
    const answer = data && ('hotIssueVote' in data ? data.hotIssueVote : data.hotIssueUnvote);
    if (answer && 'hotIssue' in answer) {
      this.#pauseMs = 0;
      return 'answered';
    }
    const code = answer && 'code' in answer ? answer.code : error?.graphQLErrors[0]?.extensions.code;
    if (code === undefined || code === 'RETRY_LATER' || code === 'UNAVAILABLE' || code === 'INTERNAL') return 'unanswered';
    if (code === 'UNAUTHENTICATED') return 'signed-out';
    const message = answer && 'message' in answer ? answer.message : (error?.graphQLErrors[0]?.message ?? '');
    this.#onFailure({ kind: 'refused', message });
    return 'answered';
  }

  async #pause(): Promise<void> {
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs === 0 ? 500 : this.#pauseMs * 2);
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, this.#pauseMs);
    });
    this.#wake = null;
  }

  #drop(issueId: string): void {
    const left = new Map(this.#byIssue);
    left.delete(issueId);
    this.#set(left);
  }

  #set(next: ReadonlyMap<string, PendingVote>, isStored = true): void {
    this.#byIssue = next;
    if (isStored) localStorage.setItem(KEY, JSON.stringify([...next.values()]));
    for (const listener of this.#listeners) listener();
  }
}

function first(votes: ReadonlyMap<string, PendingVote>): PendingVote | undefined {
  return votes.values().next().value;
}

function restore(): Map<string, PendingVote> {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '[]') as PendingVote[];
    return new Map(stored.map((vote) => [vote.issueId, vote]));
  } catch {
    return new Map();
  }
}

export function usePendingVotes(votes: PendingVotes): ReadonlyMap<string, PendingVote> {
  return useSyncExternalStore(votes.subscribe, votes.all);
}
