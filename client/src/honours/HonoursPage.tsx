// Honours: the vote for the star of the month, teams and those who want to be named, and the praise wall.
import { Star } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { useMe } from '../app/useMe.ts';
import {
  HonoursDocument,
  type HonoursQuery,
  NamedStandingsDocument,
  type StarsFragment,
  VoteStarDocument,
} from '../generated/honours/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { Card, Group } from '../ui/Card.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Mistake } from '../ui/Field.tsx';
import { Page } from '../ui/Page.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
import { PageWaits } from '../ui/Skeleton.tsx';
import { lastMonths, monthName } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { PraiseList } from './PraiseList.tsx';
import { TeamSheet } from './TeamSheet.tsx';
import { words } from './words.ts';
import './honours.css';

export default function HonoursPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const [month = '', lastMonth = ''] = lastMonths(new Date());
  const me = useMe();
  const isPerson = me?.viewer?.can.givePraise ?? false;
  const { data, error, reread } = useRead({
    query: HonoursDocument,
    variables: { month, lastMonth },
    requestPolicy: 'cache-and-network',
  });
  const { data: named, reread: refetchNamed } = useRead({
    query: NamedStandingsDocument,
    variables: { month },
    pause: !isPerson,
    requestPolicy: 'cache-and-network',
  });
  const [isFounding, setFounding] = useState(false);
  const reload = () => {
    reread();
    refetchNamed();
  };
  if (!data) return <PageWaits error={error} onRetry={reload} />;
  const winner = data.last.nominations.find(({ hasWon }) => hasWon);
  const praises = data.praises.edges.map(({ node }) => node);
  const waiting = named?.praisesWaiting ?? [];
  return (
    <Page title={w.honoursTitle} lead={w.honoursLead}>
      {winner && (
        <Card className="star-winner">
          <Star aria-hidden="true" />
          <div>
            <p className="note">{w.lastStar(monthName(lastMonth, language))}</p>
            <p className="paper-name">{winner.volunteer?.name ?? w.someone}</p>
            <p>{winner.reason}</p>
          </div>
        </Card>
      )}
      <StarVote stars={data.starMonth} mayVote={me?.viewer?.can.voteForStars ?? false} />
      <TeamRows standings={data.teamStandings} />
      {me?.viewer?.can.manageVolunteers && <Button label={w.newTeam} onClick={() => setFounding(true)} />}
      {isFounding && <TeamSheet team={null} onDone={reload} onClose={() => setFounding(false)} />}
      {named && named.volunteerStandings.length > 0 && (
        <Card title={w.named}>
          <Rows isRanked>
            {named.volunteerStandings.map(({ volunteer, minutes }) => (
              <Row key={volunteer?.id} end={w.minutes(minutes)}>
                {volunteer?.name}
              </Row>
            ))}
          </Rows>
        </Card>
      )}
      {waiting.length > 0 && (
        <Group title={w.waiting}>
          <PraiseList praises={waiting} onAnswered={reload} />
        </Group>
      )}
      <Group title={w.wall}>
        {praises.length === 0 && <EmptyState title={w.noPraise} hint={w.noPraiseHint} />}
        <PraiseList praises={praises} onAnswered={reload} />
      </Group>
    </Page>
  );
}

function StarVote({ stars, mayVote }: { stars: StarsFragment; mayVote: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { askToSignIn } = useSurroundings();
  const me = useMe();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const vote = (nominationId: string) => {
    if (!me?.viewer) return askToSignIn();
    void send(VoteStarDocument, { input: { nominationId } });
  };
  return (
    <Card title={w.starTitle(monthName(stars.month, language))}>
      {stars.nominations.length === 0 && <EmptyState title={w.noStars} hint={w.noStarsHint} />}
      <Rows isRanked>
        {stars.nominations.map(({ id, volunteer, reason, voteCount, viewerHasVoted }) => (
          <Row
            key={id}
            end={
              <>
                <span>{w.votes(voteCount)}</span>
                {stars.isOpen && (mayVote || !me?.viewer) && (
                  <Button
                    label={viewerHasVoted ? w.voted : w.vote}
                    kind={viewerHasVoted ? 'main' : undefined}
                    aria-pressed={viewerHasVoted}
                    disabled={isSending}
                    onClick={() => vote(id)}
                  />
                )}
              </>
            }
          >
            <strong>{volunteer?.name ?? w.someone}</strong>
            <span>{reason}</span>
          </Row>
        ))}
      </Rows>
      <Mistake text={problem || mistakeOf('nominationId')} />
    </Card>
  );
}

function TeamRows({ standings }: { standings: HonoursQuery['teamStandings'] }) {
  const w = useWords(words);
  return (
    <Card title={w.teams}>
      <Rows isRanked>
        {standings.map(({ team, minutes, peopleCount }) => (
          <Row key={team?.id} end={w.minutes(minutes)}>
            <Link href={`/teams/${team?.id}`}>{team?.name}</Link>
            <span className="note numbers">{w.people(peopleCount)}</span>
          </Row>
        ))}
      </Rows>
    </Card>
  );
}
