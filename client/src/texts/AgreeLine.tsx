// One calm line for residents: the terms or the privacy notice are new to them. It stands in nobody's way, and goes once they agree.
import { Link } from 'wouter';
import { AgreeToTextsDocument, TextsToAgreeDocument } from '../generated/texts/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { Mistake } from '../ui/Field.tsx';
import { notify } from '../ui/notices.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';
import './agree-line.css';

export default function AgreeLine() {
  const w = useWords(words);
  const { language } = usePreferences();
  const { data, reread } = useRead({ query: TextsToAgreeDocument });
  const { send, isSending, problem } = useSubmission();
  const asked = data?.textsToAgree ?? [];
  if (asked.length === 0) return null;
  // Whoever reads a first version for the first time need not hear what has changed.
  const changes = asked.filter(({ number }) => number > 1).map(({ noteZh, noteEn }) => (language === 'zh' ? noteZh : noteEn));
  const names = asked.map(({ kind }) => w.names[kind]).join(w.and);
  const agree = async () => {
    if (!(await send(AgreeToTextsDocument, { versionIds: asked.map(({ id }) => id) }))) return;
    notify({ text: w.agreed });
    reread(); // the frame reads the same answer
  };
  return (
    <section className="agree-line" aria-label={w.asks(names)}>
      <p>
        <strong>{changes.length > 0 ? w.changed(names) : w.asks(names)}</strong>
        {changes.length > 0 && <span className="note"> {changes.join(language === 'zh' ? '；' : '; ')}</span>}
      </p>
      <p className="agree-line-acts">
        {asked.map(({ id, kind }) => (
          <Link key={id} href={`/${kind.toLowerCase()}`}>
            {w.read(w.names[kind])}
          </Link>
        ))}
        <Button label={w.agree} isSmall disabled={isSending} onClick={agree} />
      </p>
      <Mistake text={problem || undefined} />
    </section>
  );
}
