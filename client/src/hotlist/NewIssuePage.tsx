// Raising an issue: where first, then what; likely duplicates are shown before it is sent.
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { useMe } from '../app/useMe.ts';
import { CreateIssueDocument, DuplicatesDocument } from '../generated/graphql.ts';
import { Check, TextArea, TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { notify } from '../ui/notices.ts';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/preferences.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { CategoryTiles } from './CategoryTiles.tsx';
import { useIssueDraft } from './draft.ts';
import { words } from './new-issue-words.ts';
import { PlaceField } from './PlaceField.tsx';
import { VoteButton } from './VoteButton.tsx';

/** A title this long says enough to look for the same. */
const LOOK_FROM = 4;
const LOOK_AFTER_MS = 350;

export default function NewIssuePage() {
  const w = useWords(words);
  const { askToSignIn, pendingVotes } = useSurroundings();
  const [, navigate] = useLocation();
  const me = useMe();
  const [draft, keep, forget] = useIssueDraft();
  const submission = useSubmission();
  const { send: submitTo, mark, unmark, mistakeOf, isSending } = submission;
  const change = (more: Partial<typeof draft>) => {
    keep(more);
    unmark(...Object.keys(more));
  };
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
  const submit = () => {
    if (me && !me.viewer) askToSignIn(() => void send());
    else void send();
  };

  return (
    <Page title={w.newTitle} lead={w.newLead}>
      <Form className="form card" act={isSending ? w.sending : w.send} of={submission} onSend={() => void submit()}>
        <PlaceField
          gridId={draft.gridId}
          hasPoint={draft.point !== null}
          homeGridId={me?.viewer?.homeGrid?.id ?? null}
          onChange={change}
          mistake={mistakeOf('location')}
        />
        <CategoryTiles value={draft.category} onChange={(category) => change({ category })} mistake={mistakeOf('category')} />
        <TextField
          label={w.what}
          value={draft.title}
          placeholder={w.whatPlaceholder}
          hint={w.whatHint}
          onChange={(title) => change({ title })}
          mistake={mistakeOf('title')}
        />
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
        <TextArea
          label={w.more}
          value={draft.description}
          placeholder={w.morePlaceholder}
          onChange={(description) => change({ description })}
          mistake={mistakeOf('description')}
        />
        <Check label={w.alsoVote} value={draft.votesToo} onChange={(votesToo) => change({ votesToo })} />
      </Form>
    </Page>
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
