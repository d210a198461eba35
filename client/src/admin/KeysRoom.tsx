// Partner keys: issued, rotated, revoked; what each may do and when it was used.
import { useState } from 'react';
import { type KeyFieldsFragment, PartnerKeysDocument, RevokeKeyDocument, RotateKeyDocument } from '../generated/admin/graphql.ts';
import { words as scopeWords } from '../generated/enums/PartnerScope.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Mistake, TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { notify } from '../ui/notices.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { Tag } from '../ui/Tag.tsx';
import { dateTime } from '../ui/time.ts';
import { useForm } from '../ui/useForm.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { ConfirmButton } from './ConfirmButton.tsx';
import { NewKeySheet } from './NewKeySheet.tsx';
import { ShownOnce } from './ShownOnce.tsx';
import { words } from './words.ts';

export function KeysRoom() {
  const w = useWords(words);
  const { data, reread } = useRead({ query: PartnerKeysDocument, variables: {} });
  const [isAdding, setAdding] = useState(false);
  const keys = data?.partnerKeys.edges.map(({ node }) => node);
  return (
    <section className="admin-room">
      <header className="page-head">
        <p className="note">{w.keysLead}</p>
        <Button label={w.addKey} kind="main" isSmall onClick={() => setAdding(true)} />
      </header>
      {keys?.length === 0 && <EmptyState title={w.noKeys} />}
      {keys?.map((key) => (
        <KeyCard key={key.id} partnerKey={key} onChanged={reread} />
      ))}
      {isAdding && (
        <NewKeySheet
          onClose={() => {
            setAdding(false);
            reread();
          }}
        />
      )}
    </section>
  );
}

function KeyCard({ partnerKey: key, onChanged }: { partnerKey: KeyFieldsFragment; onChanged: () => void }) {
  const w = useWords(words);
  const scopeNames = useWords(scopeWords);
  const { language } = usePreferences();
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
          <Tag key={scope} tone="note">
            {scopeNames[scope]}
          </Tag>
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
          {!key.isReplaced && <Button label={w.rotate} isSmall onClick={() => setRotating(true)} />}
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
  const form = useForm({ overlapHours: '24' });
  const [key, setKey] = useState<string | null>(null);
  const overlapHours = Math.trunc(Number(form.values.overlapHours)) || 0;
  return (
    <Sheet title={`${w.rotate} · ${partnerKey.name}`} onClose={onClose}>
      {key ? (
        <ShownOnce text={key} lead={w.keyOnce} onDone={onClose} />
      ) : (
        <Form
          act={w.rotateDo}
          of={form}
          onSend={() => form.send(RotateKeyDocument, { id: partnerKey.id, overlapHours })}
          onDone={(rotated) => setKey(rotated.key)}
        >
          <TextField label={w.rotateHint} inputMode="numeric" {...form.field('overlapHours')} />
        </Form>
      )}
    </Sheet>
  );
}
