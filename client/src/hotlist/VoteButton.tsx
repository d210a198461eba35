// The vote: big, shows the new count at once, takes back with the same button.
import { useClient, useQuery } from 'urql';
import { useLocation } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { type HotIssueStatus, MeDocument, type MeQuery } from '../generated/graphql.ts';
import { notify } from '../ui/notices.ts';
import { useWords } from '../ui/preferences.ts';
import { words as uiWords } from '../ui/words.ts';
import { usePendingVotes, type Votable } from './pending-votes.ts';
import { words } from './words.ts';
import './vote-button.css';

export function VoteButton({ issue }: { issue: Votable & { title: string; status: HotIssueStatus } }) {
  const w = useWords(words);
  const ui = useWords(uiWords);
  const { pendingVotes, askToSignIn } = useSurroundings();
  const pending = usePendingVotes(pendingVotes).get(issue.id);
  const [{ data }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const [, navigate] = useLocation();
  const client = useClient();
  const isVoted = pending?.wantsVote ?? issue.viewerHasVoted;
  const count = pending?.shownCount ?? issue.voteCount;

  const isOnlooker = data?.viewer != null && !data.viewer.can.vote; // staff see how many, residents vote
  if (issue.status === 'SOLVED' || issue.status === 'DECLINED' || isOnlooker) {
    return <span className="vote-closed numbers">{w.closedVotes(count)}</span>;
  }

  const toggle = () => {
    const nowVoted = pendingVotes.toggle(issue);
    const undo = () => pendingVotes.toggle({ ...issue, viewerHasVoted: nowVoted, voteCount: count + (nowVoted ? 1 : -1) });
    if (!nowVoted) notify({ text: w.unvotedNotice });
    else notify(waiting(data) ?? { text: w.votedNotice, action: { label: ui.undo, run: undo } });
  };
  /** What is said to somebody whose vote does not count yet; undefined: it counts. */
  const waiting = (me: MeQuery | undefined) => {
    const status = me?.myResident?.realNameStatus;
    if (status === 'PENDING') return { text: w.waitingNotice };
    if (status !== 'UNVERIFIED') return undefined;
    return { text: w.waitingNotice, action: { label: w.verifyMe, run: () => navigate('/me/real-name') } };
  };
  /** Whether the vote counts depends on who has signed in: only the server knows that by now. */
  const voteAfterSignIn = async () => {
    pendingVotes.toggle(issue);
    const { data: now } = await client.query(MeDocument, {}, { requestPolicy: 'network-only' }).toPromise();
    if (!now?.viewer?.can.vote) return; // the vote is refused, with the reason
    notify(waiting(now) ?? { text: w.votedNotice });
  };
  const press = () => (data && !data.viewer ? askToSignIn(() => void voteAfterSignIn()) : toggle());

  return (
    <button
      type="button"
      className="vote"
      aria-pressed={isVoted}
      aria-label={isVoted ? w.unvoteLabel(issue.title, count) : w.voteLabel(issue.title, count)}
      onClick={press}
    >
      <span className="vote-count numbers">
        <svg className="vote-mark" viewBox="0 0 16 14" aria-hidden="true">
          <path d="M8 0 16 14H0Z" />
        </svg>
        {count}
      </span>
      <span className="vote-word">{isVoted ? (waiting(data) ? w.votedWaiting : w.voted) : w.vote}</span>
    </button>
  );
}
