// One thing: what is known of it, what may be its other half, and what this person can do about it.
import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { MeDocument } from '../generated/graphql.ts';
import {
  ClaimLostFoundDocument,
  HandOutLostFoundDocument,
  KeepLostFoundDocument,
  LostFoundOneDocument,
  type LostFoundWholeFragment,
  WithdrawLostFoundDocument,
} from '../generated/lostfound/graphql.ts';
import { LinkButton } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Code } from '../ui/Code.tsx';
import { DeadEnd, ErrorState } from '../ui/EmptyState.tsx';
import { TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { useForm } from '../ui/useForm.ts';
import type { Submission } from '../ui/useSubmission.ts';
import { ItemCard } from './ItemCard.tsx';
import { words } from './words.ts';

export default function ItemPage({ id }: { id: string }) {
  const w = useWords(words);
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const [{ data, error }, refetch] = useQuery({ query: LostFoundOneDocument, variables: { id }, requestPolicy: 'cache-and-network' });
  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data || !me) return <PageSkeleton />;
  const item = data.node?.__typename === 'LostFoundItem' ? data.node : null;
  if (!item) {
    return (
      <DeadEnd title={w.gone}>
        <LinkButton label={w.title} href="/lost-found" />
      </DeadEnd>
    );
  }
  const { description, keptPlace, status, kind, matches, claim, question, isMine } = item;
  const isOpen = status === 'OPEN';
  const canKeep = me.viewer?.can.keepLostFound;
  return (
    <div className="page">
      <h1>{item.title}</h1>
      <ItemCard item={item} />
      {(description || kind === 'FOUND') && (
        <Card>
          {description && <p className="lostfound-words">{description}</p>}
          {kind === 'FOUND' && <p className="note">{keptPlace ? w.keptAt(keptPlace) : w.notKept}</p>}
        </Card>
      )}
      {claim?.code && status === 'CLAIMED' && (
        <Card title={w.codeTitle} className="lostfound-code" aria-live="polite">
          <Code text={claim.code} />
          <p className="note">{w.codeHint}</p>
        </Card>
      )}
      {isOpen && kind === 'FOUND' && !isMine && !canKeep && <Claim item={item} />}
      {canKeep && kind === 'FOUND' && !keptPlace && (isOpen || status === 'CLAIMED') && (
        <ActCard
          title={w.keepTitle}
          label={w.keepPlace}
          name="place"
          hint={w.keepHint}
          act={w.keep}
          run={(send, place) => send(KeepLostFoundDocument, { itemId: id, place })}
        />
      )}
      {canKeep && status === 'CLAIMED' && (
        <ActCard
          title={w.handOutTitle}
          label={w.code}
          name="code"
          act={w.handOut}
          run={(send, code) => send(HandOutLostFoundDocument, { itemId: id, code })}
        />
      )}
      {matches && matches.length > 0 && (
        <section className="lostfound-matches">
          <h2>{w.matches}</h2>
          {matches.map((match) => (
            <ItemCard key={match.id} item={match} />
          ))}
        </section>
      )}
      {isMine && isOpen && <ActCard act={w.withdraw} run={(send) => send(WithdrawLostFoundDocument, { itemId: id })} />}
      {question && isMine && <p className="note">{question}</p>}
    </div>
  );
}

function Claim({ item: { id, question, claim } }: { item: LostFoundWholeFragment }) {
  const w = useWords(words);
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  if (!me?.viewer) return <SignInFirst whose="residents" />;
  return (
    <ActCard
      title={w.claimTitle}
      label={w.claimAnswer}
      name="answer"
      act={w.claim}
      run={(send, answer) => send(ClaimLostFoundDocument, { itemId: id, answer })}
    >
      <p>{question}</p>
      {claim && <p className="note">{w.triesLeft(claim.triesLeft)}</p>}
    </ActCard>
  );
}

interface ActProps {
  act: string;
  run(send: Submission['send'], text: string): Promise<object | null>;
  title?: string;
  /** Of the one thing to be written, and its field in the input; none: the button alone. */
  label?: string;
  name?: string;
  hint?: string;
  children?: ReactNode;
}

/** One act on the thing: something to write, and a button. */
function ActCard({ act, run, title, label, name = 'text', hint, children }: ActProps) {
  const form = useForm({ [name]: '' });
  const text = form.values[name] ?? '';
  return (
    <Form
      className="card form"
      of={form}
      act={act}
      kind={label ? 'main' : 'plain'}
      isReady={!label || text.trim() !== ''}
      onSend={() => run(form.send, text)}
      onDone={form.reset}
    >
      {title && <h2>{title}</h2>}
      {children}
      {label && (
        <TextField
          label={label}
          value={text}
          onChange={(value) => form.change({ [name]: value })}
          hint={hint}
          mistake={form.mistakeOf(name)}
          autoComplete="off"
        />
      )}
    </Form>
  );
}
