// A team: what they do, who of them wants to be named, when they are out next; to thank them and to nominate one.
import { useState } from 'react';
import { Link } from 'wouter';
import { NotFoundPage } from '../app/NotFoundPage.tsx';
import { useSurroundings } from '../app/Providers.tsx';
import { useMe } from '../app/useMe.ts';
import { useTitle } from '../app/useTitle.ts';
import { GivePraiseDocument, NominateStarDocument, TeamPageDocument, type TeamPageQuery } from '../generated/honours/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { Card, Group } from '../ui/Card.tsx';
import { SelectField, TextArea, TextField } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { PageWaits } from '../ui/Skeleton.tsx';
import { dateTime } from '../ui/time.ts';
import { useForm } from '../ui/useForm.ts';
import { Badges } from './Badges.tsx';
import { PraiseList } from './PraiseList.tsx';
import { TeamSheet } from './TeamSheet.tsx';
import { words } from './words.ts';
import './honours.css';

type Team = Extract<NonNullable<TeamPageQuery['node']>, { __typename: 'Team' }>;

export default function TeamPage({ id }: { id: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { askToSignIn } = useSurroundings();
  const me = useMe();
  const { data, error, reread } = useRead({ query: TeamPageDocument, variables: { id }, requestPolicy: 'cache-and-network' });
  const [open, setOpen] = useState<'thank' | 'nominate' | 'change' | null>(null);
  const team = data?.node?.__typename === 'Team' ? data.node : null;
  useTitle(team?.name ?? '');
  if (!data) return <PageWaits error={error} onRetry={reread} />;
  if (!team) return <NotFoundPage />;
  const ask = (what: 'thank' | 'nominate') => (me?.viewer ? setOpen(what) : askToSignIn());
  const { can } = me?.viewer ?? {};
  return (
    <div className="page">
      <header>
        <h1>{team.name}</h1>
        <p>{team.description}</p>
        <p className="note">
          {[
            w.memberCount(team.memberCount),
            team.course && w.needsCourse(team.course.name),
            team.needsInsurance && w.needsInsurance,
            team.captain && `${w.captain} ${team.captain.name}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </header>
      {(!can || can.givePraise) && <Button label={w.thank} kind="main" onClick={() => ask('thank')} />}
      {(!can || can.voteForStars) && <Button label={w.nominate} onClick={() => ask('nominate')} />}
      {can?.manageVolunteers && <Button label={w.changeTeam} onClick={() => setOpen('change')} />}
      <Card title={w.members}>
        {team.members.length === 0 && <p className="note">{w.noNames}</p>}
        <Rows>
          {team.members.map(({ id: memberId, name, badges }) => (
            <Row key={memberId}>
              <strong>{name}</strong>
              <Badges badges={badges.slice(-2)} />
            </Row>
          ))}
        </Rows>
      </Card>
      <Card title={w.nextShifts}>
        <Rows>
          {data.shifts.edges.map(({ node }) => (
            <Row key={node.id} end={`${node.joinedCount}/${node.capacity}`}>
              <Link href={`/shifts/${node.id}`}>{node.title}</Link>
              <span className="note numbers">{dateTime(node.startsAt, language)}</span>
            </Row>
          ))}
        </Rows>
      </Card>
      {data.praises.edges.length > 0 && (
        <Group title={w.wall}>
          <PraiseList praises={data.praises.edges.map(({ node }) => node)} onAnswered={reread} />
        </Group>
      )}
      {open === 'thank' && <ThankSheet team={team} onClose={() => setOpen(null)} />}
      {open === 'change' && <TeamSheet team={team} onDone={reread} onClose={() => setOpen(null)} />}
      {open === 'nominate' && <NominateSheet team={team} onClose={() => setOpen(null)} />}
    </div>
  );
}

interface SheetProps {
  team: Team;
  onClose: () => void;
}

function ThankSheet({ team, onClose }: SheetProps) {
  const w = useWords(words);
  const form = useForm({ volunteerId: '', text: '' });
  const { volunteerId, text } = form.values;
  return (
    <FormSheet
      title={w.thank}
      act={w.send}
      of={form}
      onSend={() => form.send(GivePraiseDocument, { input: { teamId: team.id, volunteerId: volunteerId || null, text } })}
      says={w.sent}
      onClose={onClose}
    >
      <SelectField
        label={w.thankWhom}
        {...form.field('volunteerId')}
        none={w.wholeTeam}
        options={team.members.map(({ id, name }) => [id, name])}
      />
      <TextArea label={w.thankText} hint={w.thankHint} {...form.field('text')} />
    </FormSheet>
  );
}

function NominateSheet({ team: { members }, onClose }: SheetProps) {
  const w = useWords(words);
  const form = useForm({ volunteerId: members[0]?.id ?? '', reason: '' });
  if (members.length === 0) {
    return (
      <Sheet title={w.nominate} onClose={onClose}>
        <p>{w.noNames}</p>
      </Sheet>
    );
  }
  return (
    <FormSheet
      title={w.nominate}
      act={w.nominate}
      of={form}
      onSend={() => form.send(NominateStarDocument, { input: form.values })}
      says={w.nominated}
      onClose={onClose}
    >
      <SelectField label={w.members} {...form.field('volunteerId')} options={members.map(({ id, name }) => [id, name])} />
      <TextField label={w.nominateReason} {...form.field('reason')} />
    </FormSheet>
  );
}
