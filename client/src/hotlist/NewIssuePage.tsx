// Raising an issue: where first, then what; likely duplicates are shown before it is sent.
import { type FormEvent, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { CreateIssueDocument, DuplicatesDocument, MeDocument } from '../generated/graphql.ts';
import { Mistake } from '../ui/Field.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { CategoryTiles } from './CategoryTiles.tsx';
import { useIssueDraft } from './draft.ts';
import { PlaceField } from './PlaceField.tsx';
import { VoteButton } from './VoteButton.tsx';
import { words } from './words.ts';

/** A title this long says enough to look for the same. */
const LOOK_FROM = 4;
const LOOK_AFTER_MS = 350;

export default function NewIssuePage() {
  const w = useWords(words);
  const { notify, askToSignIn, pendingVotes } = useSurroundings();
  const [, navigate] = useLocation();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const [draft, change, forget] = useIssueDraft();
  const { send: submitTo, mark, mistakeOf, problem, isSending } = useSubmission();
  const duplicates = useDuplicates(draft.title, draft.gridId);

  const send = async () => {
    if (!draft.category) return mark('category', w.chooseCategory);
    const { title, description, category, gridId, point } = draft;
    const created = await submitTo(CreateIssueDocument, {
      input: { title, description, category, gridId: point ? null : gridId, location: point },
    });
    if (!created) return;
    forget();
    if (draft.votesToo) pendingVotes.toggle(created.hotIssue);
    notify({ text: w.sent });
    navigate(`/hot/${created.hotIssue.id}`, { replace: true });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (me && !me.viewer) askToSignIn(() => void send());
    else void send();
  };

  return (
    <div className="page">
      <header>
        <h1>{w.newTitle}</h1>
        <p className="note">{w.newLead}</p>
      </header>
      <form className="form card" onSubmit={submit} noValidate>
        <PlaceField
          gridId={draft.gridId}
          hasPoint={draft.point !== null}
          homeGridId={me?.viewer?.homeGrid?.id ?? null}
          onChange={change}
          mistake={mistakeOf('location')}
        />
        <CategoryTiles value={draft.category} onChange={(category) => change({ category })} mistake={mistakeOf('category')} />
        <label className="field">
          <span className="field-name">{w.what}</span>
          <input
            type="text"
            value={draft.title}
            placeholder={w.whatPlaceholder}
            aria-invalid={mistakeOf('title') !== undefined}
            onChange={(event) => change({ title: event.target.value })}
          />
          {mistakeOf('title') ? <Mistake text={mistakeOf('title')} /> : <span className="note">{w.whatHint}</span>}
        </label>
        {duplicates.length > 0 && (
          <div className="likes" role="status">
            <p className="field-name">{w.duplicates}</p>
            <p className="note">{w.duplicatesHint}</p>
            {duplicates.map((issue) => (
              <div key={issue.id} className="like">
                <span>{issue.title}</span>
                <VoteButton issue={issue} />
              </div>
            ))}
          </div>
        )}
        <label className="field">
          <span className="field-name">{w.more}</span>
          <textarea
            rows={3}
            value={draft.description}
            placeholder={w.morePlaceholder}
            aria-invalid={mistakeOf('description') !== undefined}
            onChange={(event) => change({ description: event.target.value })}
          />
          <Mistake text={mistakeOf('description')} />
        </label>
        <label className="check">
          <input type="checkbox" checked={draft.votesToo} onChange={(event) => change({ votesToo: event.target.checked })} />
          {w.alsoVote}
        </label>
        <Mistake text={problem || undefined} />
        <button type="submit" className="button button-main" disabled={isSending}>
          {isSending ? w.sending : w.send}
        </button>
      </form>
    </div>
  );
}

function useDuplicates(title: string, gridId: string | null) {
  const [asked, setAsked] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setAsked(title.trim()), LOOK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [title]);
  const isShort = asked.length < LOOK_FROM;
  const [{ data }] = useQuery({ query: DuplicatesDocument, variables: { title: asked, gridId }, pause: isShort });
  return isShort ? [] : (data?.hotIssueDuplicates ?? []);
}
