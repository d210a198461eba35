// Thanks, one below the other; whoever is thanked decides whether others read it.
import { AnswerPraiseDocument, type ThanksFragment } from '../generated/honours/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { Mistake } from '../ui/Field.tsx';
import { notify } from '../ui/notices.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
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
          {!isShown && <Button label={w.show} kind="main" disabled={isSending} onClick={() => answer(true)} />}
          <Button label={isShown ? w.takeDown : w.hide} disabled={isSending} onClick={() => answer(false)} />
        </div>
      )}
      <Mistake text={problem || undefined} />
    </>
  );
}
