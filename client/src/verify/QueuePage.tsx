// Registrations that wait in the grids I serve: compared with the card at the door, verified or refused.
import { Check, X } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useQuery, useSubscription } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { MeDocument } from '../generated/graphql.ts';
import {
  RealNameQueueDocument,
  type RealNameQueueQuery,
  RealNameQueueUpdatedDocument,
  RefuseRealNameDocument,
  VerifyRealNameDocument,
} from '../generated/verify/graphql.ts';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { Mistake, TextArea } from '../ui/Field.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { SignInFirst } from '../ui/SignInFirst.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { timeAgo } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';
import './verify.css';

type Application = RealNameQueueQuery['realNameApplications']['edges'][number]['node'];

export default function QueuePage() {
  const w = useWords(words);
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const isAllowed = me?.viewer?.can.listRealNames ?? false;
  const [{ data, error }, refetch] = useQuery({ query: RealNameQueueDocument, variables: { decision: 'PENDING' }, pause: !isAllowed });
  const [{ data: live }] = useSubscription({ query: RealNameQueueUpdatedDocument, pause: !isAllowed });
  const waiting = live?.realNameQueueUpdated.waitingCount;
  const edges = data?.realNameApplications.edges;
  // Others decide and hand in as well: a page that is empty fills by itself, a full one says so.
  const isBehind = waiting !== undefined && edges !== undefined && edges.length < 20 && waiting !== edges.length;
  const isEmpty = edges?.length === 0;
  useEffect(() => {
    if (isBehind && isEmpty) refetch({ requestPolicy: 'network-only' });
  }, [isBehind, isEmpty, refetch]);

  if (me && !isAllowed) return <SignInFirst />;
  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!edges) return <PageSkeleton />;
  return (
    <div className="page">
      <header>
        <div className="page-head">
          <h1>{w.title}</h1>
          <LiveDot />
        </div>
        <p className="note">{w.lead}</p>
        {waiting !== undefined && waiting > 0 && (
          <p className="verify-count numbers" role="status">
            {w.waiting(waiting)}
          </p>
        )}
      </header>
      {isBehind && !isEmpty && (
        <button type="button" className="button" onClick={() => refetch({ requestPolicy: 'network-only' })}>
          {w.more(Math.max(0, (waiting ?? 0) - edges.length))}
        </button>
      )}
      {isEmpty && <EmptyState title={w.empty} hint={w.emptyHint} />}
      {edges.map(({ node }) => (
        <ApplicationCard key={node.id} application={node} onDecided={() => refetch({ requestPolicy: 'network-only' })} />
      ))}
    </div>
  );
}

function ApplicationCard({ application, onDecided }: { application: Application; onDecided: () => void }) {
  const w = useWords(words);
  const shell = useWords(shellWords);
  const { notify } = useSurroundings();
  const { send, isSending, problem } = useSubmission();
  const [isRefusing, setRefusing] = useState(false);
  const { id, name, birthDate, idNumberMasked, address, grid, guardianName, waitsForGuardian, createdAt, version } = application;
  const verify = async () => {
    if (await send(VerifyRealNameDocument, { id, version })) notify({ text: w.verified(name) });
    onDecided(); // decided or not: what is shown may be old
  };
  return (
    <section className="card verify-card">
      <header className="page-head">
        <h2>{name}</h2>
        <span className="note">{w.handedIn(timeAgo(createdAt, shell))}</span>
      </header>
      <dl className="facts">
        <Fact name={w.born} value={birthDate} />
        <Fact name={w.number} value={idNumberMasked} />
        <Fact name={w.address} value={address} />
        <Fact name={w.grid} value={grid?.name} />
        <Fact name={w.guardian} value={guardianName} />
      </dl>
      {waitsForGuardian && <p className="field-problem">{w.guardianWaits}</p>}
      <Mistake text={problem || undefined} />
      {application.viewerCanDecide ? (
        <div className="actions">
          <button type="button" className="button button-main" disabled={isSending || waitsForGuardian} onClick={() => void verify()}>
            <Check aria-hidden="true" /> {w.verify}
          </button>
          <button type="button" className="button" disabled={isSending} onClick={() => setRefusing(true)}>
            <X aria-hidden="true" /> {w.refuse}
          </button>
        </div>
      ) : (
        <p className="note">{w.readOnly}</p>
      )}
      {isRefusing && <RefuseSheet application={application} onClose={() => setRefusing(false)} onDecided={onDecided} />}
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string | null | undefined }) {
  if (!value) return null;
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd className="numbers">{value}</dd>
    </div>
  );
}

interface RefuseProps {
  application: Application;
  onClose: () => void;
  onDecided: () => void;
}

function RefuseSheet({ application: { id, name, version }, onClose, onDecided }: RefuseProps) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [reason, setReason] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await send(RefuseRealNameDocument, { id, version, reason }))) return;
    notify({ text: w.refused(name) });
    onClose();
    onDecided();
  };
  return (
    <Sheet title={w.refuseTitle(name)} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <TextArea
          label={w.reason}
          value={reason}
          onChange={setReason}
          hint={w.reasonHint}
          placeholder={w.reasonPlaceholder}
          mistake={mistakeOf('reason')}
        />
        <Mistake text={problem || undefined} />
        <button type="submit" className="button button-main" disabled={isSending}>
          {w.refuse}
        </button>
      </form>
    </Sheet>
  );
}
