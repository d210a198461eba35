// My vouchers: what waits to be collected shows its code, what is over says how it ended.
import { Ban, CircleCheck, Ticket } from 'lucide-react';
import { useState } from 'react';
import { CancelVoucherDocument, type VoucherCardFragment, VouchersDocument } from '../generated/points/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Code } from '../ui/Code.tsx';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { Mistake } from '../ui/Field.tsx';
import { notify } from '../ui/notices.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Qr } from '../ui/Qr.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { CardSkeleton } from '../ui/Skeleton.tsx';
import { dateTime, lastDayOf } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words as uiWords } from '../ui/words.ts';
import { words } from './words.ts';

export function Vouchers() {
  const w = useWords(words);
  const ui = useWords(uiWords);
  const [after, setAfter] = useState<string | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const { data, error, reread } = useRead({ query: VouchersDocument, variables: { after }, requestPolicy: 'cache-and-network' });
  if (error && !data) return <ErrorState onRetry={reread} />;
  if (!data) return <CardSkeleton />;
  const { edges, pageInfo } = data.redemptions;
  const voucher = edges.find(({ node }) => node.id === shown)?.node;
  if (edges.length === 0) return <EmptyState title={w.noVouchers} hint={w.noVouchersHint} />;
  return (
    <>
      {edges.map(({ node }) => (
        <VoucherRow key={node.id} voucher={node} onShow={() => setShown(node.id)} />
      ))}
      {pageInfo.hasNextPage && <Button label={ui.more} onClick={() => setAfter(pageInfo.endCursor)} />}
      {voucher?.code && (
        <VoucherSheet
          voucher={voucher}
          code={voucher.code}
          onClose={() => {
            setShown(null);
            reread(); // it may have been handed out
          }}
        />
      )}
    </>
  );
}

const ICONS = { ISSUED: Ticket, USED: CircleCheck, CANCELLED: Ban, EXPIRED: Ban };

function VoucherRow({ voucher, onShow }: { voucher: VoucherCardFragment; onShow: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { reward, points, status, createdAt, expiresAt, endedAt } = voucher;
  const Icon = ICONS[status];
  const isOpen = status === 'ISSUED';
  return (
    <Card title={reward?.name} className="points-reward">
      <strong className="points-price numbers">{w.costs(points)}</strong>
      <p className={isOpen ? 'points-open' : 'note'}>
        <Icon className="inline-icon" aria-hidden="true" /> {w.status[status]}
        {' · '}
        {isOpen ? w.until(lastDayOf(expiresAt, language)) : dateTime(endedAt ?? createdAt, language)}
      </p>
      {isOpen && <Button label={w.show} kind="main" onClick={onShow} />}
    </Card>
  );
}

function VoucherSheet({ voucher, code, onClose }: { voucher: VoucherCardFragment; code: string; onClose: () => void }) {
  const w = useWords(words);
  const { send, isSending, problem } = useSubmission();
  const takeBack = async () => {
    if (!(await send(CancelVoucherDocument, { id: voucher.id }))) return;
    notify({ text: w.takenBack });
    onClose();
  };
  return (
    <Sheet title={w.voucherTitle} onClose={onClose}>
      <div className="points-voucher">
        <h3>{voucher.reward?.name}</h3>
        <Qr text={code} alt={w.qr} />
        <p className="note">{w.voucherHint}</p>
        <Code isLong text={code.match(/.{4}/g)?.join(' ')} />
        {voucher.reward?.counter && <p>{w.at(voucher.reward.counter)}</p>}
      </div>
      <Mistake text={problem || undefined} />
      <Button label={w.takeBack} disabled={isSending} onClick={takeBack} />
    </Sheet>
  );
}
