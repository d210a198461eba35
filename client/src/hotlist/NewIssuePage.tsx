// Raising an issue: where first, then what; likely duplicates are shown before it is sent.
import { type FormEvent, useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { usePreferences, useWords } from '../app/preferences.ts';
import { CategoriesDocument, CreateIssueDocument, DuplicatesDocument, MeDocument } from '../generated/graphql.ts';
import { Mistake } from '../ui/Field.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { CategoryIcon } from './CategoryIcon.tsx';
import { PlaceField } from './PlaceField.tsx';
import { useDraft } from './useDraft.ts';
import { VoteButton } from './VoteButton.tsx';
import { words } from './words.ts';

/** A title this long says enough to look for the same. */
const LOOK_FROM = 4;
const LOOK_AFTER_MS = 350;

export default function NewIssuePage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const { notify, askToSignIn, pendingVotes } = useSurroundings();
  const [, navigate] = useLocation();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const [{ data: catalogue }] = useQuery({ query: CategoriesDocument, requestPolicy: 'cache-first' });
  const [draft, change, forget] = useDraft();
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
        <fieldset className="field">
          <legend className="field-name">{w.category}</legend>
          <div className="tiles">
            {catalogue ? (
              catalogue.categories.map(({ code, nameZh, nameEn }) => (
                <label key={code} className="tile">
                  <input
                    type="radio"
                    name="category"
                    value={code}
                    checked={draft.category === code}
                    onChange={() => change({ category: code })}
                  />
                  <span>
                    <CategoryIcon code={code} />
                    {language === 'zh' ? nameZh : nameEn}
                  </span>
                </label>
              ))
            ) : (
              <TileSkeletons />
            )}
          </div>
          <Mistake text={mistakeOf('category')} />
        </fieldset>
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

/** As many grey tiles as there are categories: the form below does not move when they come. */
function TileSkeletons() {
  return Array.from({ length: 18 }, (_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: grey tiles have no other name
    <span key={index} className="tile" aria-busy="true">
      <span>
        <Skeleton width="1.5rem" height="1.5rem" />
        <Skeleton width="4em" />
      </span>
    </span>
  ));
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
