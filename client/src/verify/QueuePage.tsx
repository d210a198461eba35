// Registrations that wait in the grids I serve: compared with the card at the door, verified or refused.
import { Check, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useSubscription } from 'urql';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import {
  RealNameQueueDocument,
  type RealNameQueueQuery,
  RealNameQueueUpdatedDocument,
  RefuseRealNameDocument,
  VerifyRealNameDocument,
} from '../generated/verify/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { Facts } from '../ui/Facts.tsx';
import { Mistake, TextArea } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { notify } from '../ui/notices.ts';
import { useWords } from '../ui/preferences.ts';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { timeAgo } from '../ui/time.ts';
import { useForm } from '../ui/useForm.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words as uiWords } from '../ui/words.ts';
import { words } from './words.ts';
import './verify.css';

type Application = RealNameQueueQuery['realNameApplications']['edges'][number]['node'];

export default function QueuePage() {
  const w = useWords(words);
  const me = useMe();
  const isAllowed = me?.viewer?.can.listRealNames ?? false;
  const { data, error, reread } = useRead({ query: RealNameQueueDocument, variables: { decision: 'PENDING' }, pause: !isAllowed });
  const [{ data: live }] = useSubscription({ query: RealNameQueueUpdatedDocument, pause: !isAllowed });
  const waiting = live?.realNameQueueUpdated.waitingCount;
  const edges = data?.realNameApplications.edges;
  // Others decide and hand in as well: a page that is empty fills by itself, a full one says so.
  const isBehind = waiting !== undefined && edges !== undefined && edges.length < 20 && waiting !== edges.length;
  const isEmpty = edges?.length === 0;
  useEffect(() => {
    if (isBehind && isEmpty) reread();
  }, [isBehind, isEmpty, reread]);

  if (me && !isAllowed) return <SignInFirst />;
  if (error && !data) return <ErrorState onRetry={reread} />;
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
      {isBehind && !isEmpty && <Button label={w.more(Math.max(0, (waiting ?? 0) - edges.length))} onClick={reread} />}
      {isEmpty && <EmptyState title={w.empty} hint={w.emptyHint} />}
      {edges.map(({ node }) => (
        <ApplicationCard key={node.id} application={node} onDecided={reread} />
      ))}
    </div>
  );
}

function ApplicationCard({ application, onDecided }: { application: Application; onDecided: () => void }) {
  const w = useWords(words);
  const ui = useWords(uiWords);
  const { send, isSending, problem } = useSubmission();
  const [isRefusing, setRefusing] = useState(false);
  const { id, name, birthDate, idNumberMasked, address, grid, guardianName, waitsForGuardian, createdAt, version } = application;
  const verify = async () => {
    if (await send(VerifyRealNameDocument, { id, version })) notify({ text: w.verified(name) });
    onDecided(); // decided or not: what is shown may be old
  };
  return (
    <Card className="verify-card">
      <header className="page-head">
        <h2>{name}</h2>
        <span className="note">{w.handedIn(timeAgo(createdAt, ui))}</span>
      </header>
      <Facts
        of={[
          [w.born, birthDate],
          [w.number, idNumberMasked],
          [w.address, address],
          [w.grid, grid?.name],
          [w.guardian, guardianName],
        ]}
      />
      {waitsForGuardian && <p className="field-problem">{w.guardianWaits}</p>}
      <Mistake text={problem || undefined} />
      {application.viewerCanDecide ? (
        <div className="actions">
          <Button label={w.verify} icon={Check} kind="main" disabled={isSending || waitsForGuardian} onClick={verify} />
          <Button label={w.refuse} icon={X} disabled={isSending} onClick={() => setRefusing(true)} />
        </div>
      ) : (
        <p className="note">{w.readOnly}</p>
      )}
      {isRefusing && <RefuseSheet application={application} onClose={() => setRefusing(false)} onDecided={onDecided} />}
    </Card>
  );
}

interface RefuseProps {
  application: Application;
  onClose: () => void;
  onDecided: () => void;
}

function RefuseSheet({ application: { id, name, version }, onClose, onDecided }: RefuseProps) {
  const w = useWords(words);
  const form = useForm({ reason: '' });
  return (
    <FormSheet
      title={w.refuseTitle(name)}
      act={w.refuse}
      of={form}
      onSend={() => form.send(RefuseRealNameDocument, { id, version, ...form.values })}
      says={w.refused(name)}
      onDone={onDecided}
      onClose={onClose}
    >
      <TextArea label={w.reason} {...form.field('reason')} hint={w.reasonHint} placeholder={w.reasonPlaceholder} />
    </FormSheet>
  );
}
