// A team: what they do, who of them wants to be named, when they are out next; to thank them and to nominate one.
import { type FormEvent, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { NotFoundPage } from '../app/NotFoundPage.tsx';
import { useSurroundings } from '../app/Providers.tsx';
import { usePreferences, useWords } from '../app/preferences.ts';
import { MeDocument } from '../generated/graphql.ts';
import { GivePraiseDocument, NominateStarDocument, TeamPageDocument, type TeamPageQuery } from '../generated/honours/graphql.ts';
import { ErrorState } from '../ui/EmptyState.tsx';
import { Mistake, SelectField, TextArea, TextField } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { dateTime } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { Badges } from './Badges.tsx';
import { PraiseList } from './PraiseList.tsx';
import { TeamSheet } from './TeamSheet.tsx';
import { words } from './words.ts';
import '../volunteers/volunteers.css';
import './honours.css';

type Team = Extract<NonNullable<TeamPageQuery['node']>, { __typename: 'Team' }>;

export default function TeamPage({ id }: { id: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { askToSignIn } = useSurroundings();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const [{ data, error }, refetch] = useQuery({ query: TeamPageDocument, variables: { id }, requestPolicy: 'cache-and-network' });
  const [open, setOpen] = useState<'thank' | 'nominate' | 'change' | null>(null);
  const team = data?.node?.__typename === 'Team' ? data.node : null;
  useEffect(() => {
    if (team) document.title = `${team.name} · 携手`;
  }, [team]);
  const reload = () => refetch({ requestPolicy: 'network-only' });
  if (error && !data) return <ErrorState onRetry={reload} />;
  if (!data) return <PageSkeleton />;
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
      {(!can || can.givePraise) && (
        <button type="button" className="button button-main" onClick={() => ask('thank')}>
          {w.thank}
        </button>
      )}
      {(!can || can.voteForStars) && (
        <button type="button" className="button" onClick={() => ask('nominate')}>
          {w.nominate}
        </button>
      )}
      {can?.manageVolunteers && (
        <button type="button" className="button" onClick={() => setOpen('change')}>
          {w.changeTeam}
        </button>
      )}
      <section className="card shift-facts">
        <h2>{w.members}</h2>
        {team.members.length === 0 && <p className="note">{w.noNames}</p>}
        <ul className="record-list">
          {team.members.map(({ id: memberId, name, badges }) => (
            <li key={memberId}>
              <span>
                <strong>{name}</strong>
                <Badges badges={badges.slice(-2)} />
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section className="card shift-facts">
        <h2>{w.nextShifts}</h2>
        <ul className="record-list">
          {data.shifts.edges.map(({ node }) => (
            <li key={node.id}>
              <span>
                <Link href={`/shifts/${node.id}`}>{node.title}</Link>
                <span className="note numbers">{dateTime(node.startsAt, language)}</span>
              </span>
              <span className="numbers record-time">
                {node.joinedCount}/{node.capacity}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {data.praises.edges.length > 0 && (
        <section className="shift-day">
          <h2>{w.wall}</h2>
          <PraiseList praises={data.praises.edges.map(({ node }) => node)} onAnswered={reload} />
        </section>
      )}
      {open === 'thank' && <ThankSheet team={team} onClose={() => setOpen(null)} />}
      {open === 'change' && <TeamSheet team={team} onDone={reload} onClose={() => setOpen(null)} />}
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
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [volunteerId, setVolunteerId] = useState('');
  const [text, setText] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await send(GivePraiseDocument, { input: { teamId: team.id, volunteerId: volunteerId || null, text } }))) return;
    notify({ text: w.sent });
    onClose();
  };
  return (
    <Sheet title={w.thank} onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        <SelectField label={w.thankWhom} value={volunteerId} onChange={setVolunteerId}>
          <option value="">{w.wholeTeam}</option>
          {team.members.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextArea label={w.thankText} hint={w.thankHint} value={text} onChange={setText} mistake={mistakeOf('text')} />
        <Mistake text={problem || undefined} />
        <button type="submit" className="button button-main" disabled={isSending}>
          {w.send}
        </button>
      </form>
    </Sheet>
  );
}

function NominateSheet({ team, onClose }: SheetProps) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [volunteerId, setVolunteerId] = useState(team.members[0]?.id ?? '');
  const [reason, setReason] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await send(NominateStarDocument, { input: { volunteerId, reason } }))) return;
    notify({ text: w.nominated });
    onClose();
  };
  return (
    <Sheet title={w.nominate} onClose={onClose}>
      {team.members.length === 0 ? (
        <p>{w.noNames}</p>
      ) : (
        <form className="form" onSubmit={(event) => void submit(event)} noValidate>
          <SelectField label={w.members} value={volunteerId} onChange={setVolunteerId} mistake={mistakeOf('volunteerId')}>
            {team.members.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <TextField label={w.nominateReason} value={reason} onChange={setReason} mistake={mistakeOf('reason')} />
          <Mistake text={problem || undefined} />
          <button type="submit" className="button button-main" disabled={isSending}>
            {w.nominate}
          </button>
        </form>
      )}
    </Sheet>
  );
}
