// A proof or certificate: whether it holds, what it says, its check code, the PDF.

import { useSurroundings } from '../app/Providers.tsx';
import { usePreferences, useWords } from '../app/preferences.ts';
import type { PaperFragment } from '../generated/honours/graphql.ts';
import { dayOf, lastDayOf } from '../ui/time.ts';
import { words } from './words.ts';

export function PaperCard({ paper, isVerified = false }: { paper: PaperFragment; isVerified?: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { notify } = useSurroundings();
  const { kind, checkCode, name, title, text, from, until, minutes, shiftCount, issuedAt, revokedAt, revokeReason, path } = paper;
  const spaced = checkCode.replace(/(.{4})(?=.)/g, '$1-');
  const copy = () => void navigator.clipboard.writeText(spaced).then(() => notify({ text: w.copied }));
  return (
    <article className="card paper">
      {(isVerified || revokedAt) && (
        <p>
          <strong className={`place-tag ${revokedAt ? 'place-off' : 'place-done'}`}>{revokedAt ? w.revoked : w.valid}</strong>
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
          {!isVerified && (
            <button type="button" className="button" onClick={copy}>
              {w.copy}
            </button>
          )}
        </div>
      )}
    </article>
  );
}
