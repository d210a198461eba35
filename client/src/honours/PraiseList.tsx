// Thanks, one below the other; whoever is thanked decides whether others read it.

import { useSurroundings } from '../app/Providers.tsx';
import { usePreferences, useWords } from '../app/preferences.ts';
import { AnswerPraiseDocument, type ThanksFragment } from '../generated/honours/graphql.ts';
import { Mistake } from '../ui/Field.tsx';
import { dayOf } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

interface Props {
  praises: readonly ThanksFragment[];
  onAnswered: () => void;
}

export function PraiseList({ praises, onAnswered }: Props) {
  return (
    <ul className="praise-list">
      {praises.map((praise) => (
        <li key={praise.id} className="card praise">
          <PraiseItem praise={praise} onAnswered={onAnswered} />
        </li>
      ))}
    </ul>
  );
}

function PraiseItem({ praise, onAnswered }: { praise: ThanksFragment; onAnswered: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { notify } = useSurroundings();
  const { send, isSending, problem } = useSubmission();
  const { id: praiseId, text, author, createdAt, isShown, canAnswer, team, volunteer } = praise;
  const answer = async (shows: boolean) => {
    if (!(await send(AnswerPraiseDocument, { input: { praiseId, isShown: shows } }))) return;
    notify({ text: shows ? w.shown : w.hidden });
    onAnswered();
  };
  return (
    <>
      <p className="praise-text">{text}</p>
      <p className="note">
        {[team?.name, volunteer?.name].filter(Boolean).join(' · ')} — {w.from(author)}, {dayOf(createdAt, language)}
      </p>
      {canAnswer && (
        <div className="button-row">
          {!isShown && (
            <button type="button" className="button button-main" disabled={isSending} onClick={() => void answer(true)}>
              {w.show}
            </button>
          )}
          <button type="button" className="button" disabled={isSending} onClick={() => void answer(false)}>
            {isShown ? w.takeDown : w.hide}
          </button>
        </div>
      )}
      <Mistake text={problem || undefined} />
    </>
  );
}
