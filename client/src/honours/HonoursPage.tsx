// Honours: the vote for the star of the month, teams and those who want to be named, and the praise wall.
import { Star } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { usePreferences, useWords } from '../app/preferences.ts';
import { MeDocument } from '../generated/graphql.ts';
import {
  HonoursDocument,
  type HonoursQuery,
  NamedStandingsDocument,
  type StarsFragment,
  VoteStarDocument,
} from '../generated/honours/graphql.ts';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { Mistake } from '../ui/Field.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { lastMonths, monthName } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { PraiseList } from './PraiseList.tsx';
import { TeamSheet } from './TeamSheet.tsx';
import { words } from './words.ts';
import '../volunteers/volunteers.css';
import './honours.css';

export default function HonoursPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const [month = '', lastMonth = ''] = lastMonths(new Date());
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const isPerson = me?.viewer?.can.givePraise ?? false;
  const [{ data, error }, refetch] = useQuery({
    query: HonoursDocument,
    variables: { month, lastMonth },
    requestPolicy: 'cache-and-network',
  });
  const [{ data: named }, refetchNamed] = useQuery({
    query: NamedStandingsDocument,
    variables: { month },
    pause: !isPerson,
    requestPolicy: 'cache-and-network',
  });
  const [isFounding, setFounding] = useState(false);
  useEffect(() => {
    document.title = `${w.honoursTitle} · 携手`;
  }, [w]);
  const reload = () => {
    refetch({ requestPolicy: 'network-only' });
    refetchNamed({ requestPolicy: 'network-only' });
  };
  if (error && !data) return <ErrorState onRetry={reload} />;
  if (!data) return <PageSkeleton />;
  const winner = data.last.nominations.find(({ hasWon }) => hasWon);
  const praises = data.praises.edges.map(({ node }) => node);
  const waiting = named?.praisesWaiting ?? [];
  return (
    <div className="page">
      <header>
        <h1>{w.honoursTitle}</h1>
        <p className="note">{w.honoursLead}</p>
      </header>
      {winner && (
        <section className="card star-winner">
          <Star aria-hidden="true" />
          <div>
            <p className="note">{w.lastStar(monthName(lastMonth, language))}</p>
            <p className="paper-name">{winner.volunteer?.name ?? w.someone}</p>
            <p>{winner.reason}</p>
          </div>
        </section>
      )}
      <StarVote stars={data.starMonth} mayVote={me?.viewer?.can.voteForStars ?? false} />
      <TeamRows standings={data.teamStandings} />
      {me?.viewer?.can.manageVolunteers && (
        <button type="button" className="button" onClick={() => setFounding(true)}>
          {w.newTeam}
        </button>
      )}
      {isFounding && <TeamSheet team={null} onDone={reload} onClose={() => setFounding(false)} />}
      {named && named.volunteerStandings.length > 0 && (
        <section className="card shift-facts">
          <h2>{w.named}</h2>
          <ol className="record-list">
            {named.volunteerStandings.map(({ volunteer, minutes }) => (
              <li key={volunteer?.id}>
                <span>{volunteer?.name}</span>
                <span className="numbers record-time">{w.minutes(minutes)}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
      {waiting.length > 0 && (
        <section className="shift-day">
          <h2>{w.waiting}</h2>
          <PraiseList praises={waiting} onAnswered={reload} />
        </section>
      )}
      <section className="shift-day">
        <h2>{w.wall}</h2>
        {praises.length === 0 && <EmptyState title={w.noPraise} hint={w.noPraiseHint} />}
        <PraiseList praises={praises} onAnswered={reload} />
      </section>
    </div>
  );
}

function StarVote({ stars, mayVote }: { stars: StarsFragment; mayVote: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { askToSignIn } = useSurroundings();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const vote = (nominationId: string) => {
    if (!me?.viewer) return askToSignIn();
    void send(VoteStarDocument, { input: { nominationId } });
  };
  return (
    <section className="card shift-facts">
      <h2>{w.starTitle(monthName(stars.month, language))}</h2>
      {stars.nominations.length === 0 && <EmptyState title={w.noStars} hint={w.noStarsHint} />}
      <ol className="record-list">
        {stars.nominations.map(({ id, volunteer, reason, voteCount, viewerHasVoted }) => (
          <li key={id}>
            <span>
              <strong>{volunteer?.name ?? w.someone}</strong>
              <span>{reason}</span>
            </span>
            <span className="star-votes">
              <span className="numbers">{w.votes(voteCount)}</span>
              {stars.isOpen && (mayVote || !me?.viewer) && (
                <button
                  type="button"
                  className={viewerHasVoted ? 'button button-main' : 'button'}
                  aria-pressed={viewerHasVoted}
                  disabled={isSending}
                  onClick={() => vote(id)}
                >
                  {viewerHasVoted ? w.voted : w.vote}
                </button>
              )}
            </span>
          </li>
        ))}
      </ol>
      <Mistake text={problem || mistakeOf('nominationId')} />
    </section>
  );
}

function TeamRows({ standings }: { standings: HonoursQuery['teamStandings'] }) {
  const w = useWords(words);
  return (
    <section className="card shift-facts">
      <h2>{w.teams}</h2>
      <ol className="record-list">
        {standings.map(({ team, minutes, peopleCount }) => (
          <li key={team?.id}>
            <span>
              <Link href={`/teams/${team?.id}`}>{team?.name}</Link>
              <span className="note numbers">{w.people(peopleCount)}</span>
            </span>
            <span className="numbers record-time">{w.minutes(minutes)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
