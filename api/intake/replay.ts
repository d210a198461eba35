// A crowd of demo residents that votes through the public API, as any program could.
import { StartError } from '../start-error.ts';
import type { VoteRow } from './vote-rows.ts';

/** Demo residents that play the accounts of a file. */
const RESIDENTS = 1900;
const LONGEST_TITLE = 60;

export interface ReplayCounts {
  /** Votes and withdrawals that the server acknowledged, repeats included. */
  accepted: number;
  /** Answered with an error for people, such as a closed issue. */
  refused: number;
  /** Not answered, or with an error for operators. */
  failed: number;
  issuesRaised: number;
}

interface Answer {
  data?: Record<string, { __typename: string; token?: string; message?: string; hotIssue?: { id: string } }> | null;
  errors?: { message: string }[];
}

const SIGN_IN =
  'mutation ($index: Int) { demoSignIn(input: { persona: RESIDENT, index: $index }) { __typename ... on DemoSignInSuccess { token } ... on Error { message } } }';
const VOTE = 'mutation ($id: ID!) { vote: hotIssueVote(input: { hotIssueId: $id }) { __typename } }';
const UNVOTE = 'mutation ($id: ID!) { vote: hotIssueUnvote(input: { hotIssueId: $id }) { __typename } }';
const RAISE = `mutation ($input: HotIssueCreateInput!) {
  hotIssueCreate(input: $input) { __typename ... on HotIssueCreateSuccess { hotIssue { id } } ... on Error { message } }
}`;
const ISSUES = `query ($after: String) {
  hotList(first: 100, order: NEW, after: $after) { pageInfo { hasNextPage endCursor } edges { node { id title } } }
}`;
const GRIDS =
  'query ($after: String) { grids(first: 100, after: $after) { pageInfo { hasNextPage endCursor } edges { node { id code name } } } }';
const CATEGORIES = '{ categories { code nameZh nameEn } }';

interface Page<Node> {
  pageInfo: { hasNextPage: boolean; endCursor: string };
  edges: { node: Node }[];
}

export class Replay {
  readonly #endpoint: URL;
  readonly counts: ReplayCounts = { accepted: 0, refused: 0, failed: 0, issuesRaised: 0 };
  #tokens = new Map<number, Promise<string>>();
  #residents = new Map<string, number>();
  /** What each resident sent last: a vote and its withdrawal must not overtake each other. */
  #lastOf = new Map<number, Promise<void>>();
  #issues = new Map<string, string>();
  #grids = new Map<string, string>();
  #categories = new Map<string, string>();

  private constructor(url: string) {
    this.#endpoint = new URL('/graphql', url);
  }

  /** Learns what the server has. @throws StartError when it does not answer or is not in demo mode */
  static async open(url: string): Promise<Replay> {
    const replay = new Replay(url);
    for await (const { id, title } of replay.#pages<{ id: string; title: string }>(ISSUES, 'hotList')) replay.#issues.set(title, id);
    for await (const { id, code, name } of replay.#pages<{ id: string; code: string; name: string }>(GRIDS, 'grids')) {
      replay.#grids.set(code.toLowerCase(), id).set(name.toLowerCase(), id);
    }
    const { categories } = (await replay.#ask(CATEGORIES)).data as unknown as {
      categories: { code: string; nameZh: string; nameEn: string }[];
    };
    for (const { code, nameZh, nameEn } of categories)
      for (const name of [code, nameZh, nameEn]) replay.#categories.set(name.toLowerCase(), code);
    await replay.#token(0);
    return replay;
  }

  /** The issue a row speaks of, raised by its resident when it is not there; null when the server refuses it. */
  async issueOf(row: VoteRow): Promise<string | null> {
    const title = [...row.issueTitle].slice(0, LONGEST_TITLE).join('');
    const known = this.#issues.get(row.issueTitle) ?? this.#issues.get(title);
    if (known) return known;
    const input = {
      title,
      category: this.#categories.get(row.category.toLowerCase()) ?? 'other',
      gridId: row.issueDistrict === null ? null : (this.#grids.get(row.issueDistrict.toLowerCase()) ?? null),
    };
    const answer = await this.#ask(RAISE, { input }, await this.#token(this.#residentOf(row)));
    const id = answer.data?.hotIssueCreate?.hotIssue?.id;
    if (!id) return null;
    this.#issues.set(title, id);
    this.counts.issuesRaised += 1;
    return id;
  }

  /** Sends one row, after the earlier ones of the same resident, and counts how it ended. Never throws. */
  send(row: VoteRow, issueId: string | null): Promise<void> {
    const resident = this.#residentOf(row);
    const sending = (this.#lastOf.get(resident) ?? Promise.resolve()).then(() => this.#sendNow(row, issueId));
    this.#lastOf.set(resident, sending);
    return sending;
  }

  async #sendNow(row: VoteRow, issueId: string | null): Promise<void> {
    if (issueId === null) {
      this.counts.refused += 1;
      return;
    }
    try {
      const token = await this.#token(this.#residentOf(row));
      const answer = await this.#ask(row.isWithdrawal ? UNVOTE : VOTE, { id: issueId }, token);
      const typename = answer.data?.vote?.__typename;
      if (typename?.endsWith('Success')) this.counts.accepted += 1;
      else if (typename) this.counts.refused += 1;
      else this.counts.failed += 1;
    } catch {
      this.counts.failed += 1;
    }
  }

  /** The same demo resident for the same account, in the order of appearance. */
  #residentOf({ accountId }: VoteRow): number {
    let index = this.#residents.get(accountId);
    if (index === undefined) {
      index = this.#residents.size % RESIDENTS;
      this.#residents.set(accountId, index);
    }
    return index;
  }

  #token(index: number): Promise<string> {
    let token = this.#tokens.get(index);
    if (!token) {
      token = this.#ask(SIGN_IN, { index }).then(({ data }) => {
        const answer = data?.demoSignIn;
        if (!answer?.token)
          throw new StartError(`The server at ${this.#endpoint.origin} does not sign demo residents in: ${answer?.message ?? 'no answer'}`);
        return answer.token;
      });
      this.#tokens.set(index, token);
    }
    return token;
  }

  async *#pages<Node>(query: string, field: string): AsyncGenerator<Node> {
    let after: string | null = null;
    do {
      const { data } = await this.#ask(query, { after });
      const page = data?.[field] as unknown as Page<Node>;
      for (const { node } of page.edges) yield node;
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
  }

  async #ask(query: string, variables: object = {}, token?: string): Promise<Answer> {
    const response = await fetch(this.#endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ query, variables }),
    }).catch((error) => {
      throw new StartError(
        `No server answers at ${this.#endpoint.origin} (${error.cause?.code ?? error.message}): start it with npm start, or give its address with --url.`,
      );
    });
    return (await response.json()) as Answer;
  }
}
