// Partner keys: issued, rotated, revoked; what each may do and when it was used.
import { type FormEvent, useState } from 'react';
import { useQuery } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { usePreferences, useWords } from '../app/preferences.ts';
import { type KeyFieldsFragment, PartnerKeysDocument, RevokeKeyDocument, RotateKeyDocument } from '../generated/admin/graphql.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Mistake, TextField } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { dateTime } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { ConfirmButton } from './ConfirmButton.tsx';
import { NewKeySheet } from './NewKeySheet.tsx';
import { ShownOnce } from './ShownOnce.tsx';
import { words } from './words.ts';

export function KeysRoom() {
  const w = useWords(words);
  const [{ data }, refetch] = useQuery({ query: PartnerKeysDocument, variables: {} });
  const [isAdding, setAdding] = useState(false);
  const keys = data?.partnerKeys.edges.map(({ node }) => node);
  const renew = () => refetch({ requestPolicy: 'network-only' });
  return (
    <section className="admin-room">
      <header className="page-head">
        <p className="note">{w.keysLead}</p>
        <button type="button" className="button button-main button-small" onClick={() => setAdding(true)}>
          {w.addKey}
        </button>
      </header>
      {keys?.length === 0 && <EmptyState title={w.noKeys} />}
      {keys?.map((key) => (
        <KeyCard key={key.id} partnerKey={key} onChanged={renew} />
      ))}
      {isAdding && (
        <NewKeySheet
          onClose={() => {
            setAdding(false);
            renew();
          }}
        />
      )}
    </section>
  );
}

function KeyCard({ partnerKey: key, onChanged }: { partnerKey: KeyFieldsFragment; onChanged: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { notify } = useSurroundings();
  const { send, isSending, problem } = useSubmission();
  const [isRotating, setRotating] = useState(false);
  const isLive = key.revokedAt === null && (key.expiresAt === null || Date.parse(key.expiresAt) > Date.now());
  const places = key.wholeStation ? [w.wholeStation] : [...key.communities, ...key.grids].map(({ name }) => name);
  return (
    <article className={`card key${isLive ? '' : ' key-ended'}`}>
      <header className="page-head">
        <h2>
          {key.partnerName} <span className="note">{key.name}</span>
        </h2>
        <code className="note">{key.hint}</code>
      </header>
      <p className="chips">
        {key.scopes.map((scope) => (
          <span key={scope} className="chip">
            {w.scopeNames[scope]}
          </span>
        ))}
      </p>
      <p className="note">
        {[
          places.join('、'),
          ...key.addresses,
          ending(key, w, language),
          key.lastUsedAt ? w.usedAt(dateTime(key.lastUsedAt, language)) : w.neverUsed,
        ].join(' · ')}
      </p>
      {isLive && (
        <div className="actions">
          {!key.isReplaced && (
            <button type="button" className="button button-small" onClick={() => setRotating(true)}>
              {w.rotate}
            </button>
          )}
          <ConfirmButton
            label={w.revoke}
            disabled={isSending}
            onConfirm={async () => {
              if (await send(RevokeKeyDocument, { id: key.id })) notify({ text: w.revokedNotice });
              onChanged();
            }}
          />
        </div>
      )}
      <Mistake text={problem || undefined} />
      {isRotating && (
        <RotateSheet
          partnerKey={key}
          onClose={() => {
            setRotating(false);
            onChanged();
          }}
        />
      )}
    </article>
  );
}

function ending({ revokedAt, expiresAt, isReplaced }: KeyFieldsFragment, w: (typeof words)['zh'], language: 'zh' | 'en'): string {
  if (revokedAt) return w.revoked(dateTime(revokedAt, language));
  if (!expiresAt) return w.noExpiry;
  const when = dateTime(expiresAt, language);
  if (Date.parse(expiresAt) <= Date.now()) return w.expired(when);
  return isReplaced ? `${w.replaced} · ${w.expires(when)}` : w.expires(when);
}

function RotateSheet({ partnerKey, onClose }: { partnerKey: KeyFieldsFragment; onClose: () => void }) {
  const w = useWords(words);
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [hours, setHours] = useState('24');
  const [key, setKey] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const rotated = await send(RotateKeyDocument, { id: partnerKey.id, overlapHours: Math.trunc(Number(hours)) || 0 });
    if (rotated) setKey(rotated.key);
  };
  return (
    <Sheet title={`${w.rotate} · ${partnerKey.name}`} onClose={onClose}>
      {key ? (
        <ShownOnce text={key} lead={w.keyOnce} onDone={onClose} />
      ) : (
        <form className="form" onSubmit={submit} noValidate>
          <TextField label={w.rotateHint} inputMode="numeric" value={hours} onChange={setHours} mistake={mistakeOf('overlapHours')} />
          <Mistake text={problem || undefined} />
          <button type="submit" className="button button-main" disabled={isSending}>
            {w.rotateDo}
          </button>
        </form>
      )}
    </Sheet>
  );
}
