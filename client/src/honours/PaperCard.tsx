// A proof or certificate: whether it holds, what it says, its check code, the PDF.
import type { PaperFragment } from '../generated/honours/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { notify } from '../ui/notices.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Tag } from '../ui/Tag.tsx';
import { dayOf, lastDayOf } from '../ui/time.ts';
import { words } from './words.ts';

export function PaperCard({ paper, isVerified = false }: { paper: PaperFragment; isVerified?: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { kind, checkCode, name, title, text, from, until, minutes, shiftCount, issuedAt, revokedAt, revokeReason, path } = paper;
  const spaced = checkCode.replace(/(.{4})(?=.)/g, '$1-');
  const copy = () => void navigator.clipboard.writeText(spaced).then(() => notify({ text: w.copied }));
  return (
    <article className="card paper">
      {(isVerified || revokedAt) && (
        <p>
          <Tag tone={revokedAt ? 'bad' : 'good'}>{revokedAt ? w.revoked : w.valid}</Tag>
          {revokedAt && <span className="note"> {revokeReason}</span>}
        </p>
      )}
      <h3>{kind === 'SERVICE_PROOF' ? w.proof : title}</h3>
      {isVerified && <p className="paper-name">{w.about(name)}</p>}
      {text && <p>{text}</p>}
      {from && until && <p className="numbers">{w.proves(dayOf(from, language), lastDayOf(until, language))}</p>}
      {minutes !== null && shiftCount !== null && <p className="numbers">{w.served(shiftCount, w.minutes(minutes))}</p>}
      <p className="note">{w.issuedOn(dayOf(issuedAt, language))}</p>
      <p className="paper-code">
        <span className="note">{w.check}</span> <span className="numbers">{spaced}</span>
      </p>
      {!revokedAt && (
        <div className="button-row">
          <a className="button" href={path} target="_blank" rel="noreferrer">
            {w.open}
          </a>
          {!isVerified && <Button label={w.copy} onClick={copy} />}
        </div>
      )}
    </article>
  );
}
