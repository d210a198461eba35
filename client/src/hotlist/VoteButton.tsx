// The vote: big, shows the new count at once, takes back with the same button.
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { type HotIssueStatus, MeDocument } from '../generated/graphql.ts';
import { usePendingVotes, type Votable } from './pending-votes.ts';
import { words } from './words.ts';
import './vote-button.css';

export function VoteButton({ issue }: { issue: Votable & { title: string; status: HotIssueStatus } }) {
  const w = useWords(words);
  const shell = useWords(shellWords);
  const { pendingVotes, notify, askToSignIn } = useSurroundings();
  const pending = usePendingVotes(pendingVotes).get(issue.id);
  const [{ data }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const isUnverified = data?.myResident?.realNameStatus === 'UNVERIFIED';
  const [, navigate] = useLocation();
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
    else if (isUnverified) notify({ text: w.waitingNotice, action: { label: w.verifyMe, run: () => navigate('/me/real-name') } });
    else notify({ text: w.votedNotice, action: { label: shell.undo, run: undo } });
  };
  const press = () => (data && !data.viewer ? askToSignIn(toggle) : toggle());

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
      <span className="vote-word">{isVoted ? w.voted : w.vote}</span>
    </button>
  );
}
