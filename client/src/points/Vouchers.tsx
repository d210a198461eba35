// My vouchers: what waits to be collected shows its code, what is over says how it ended.
import { Ban, CircleCheck, Ticket } from 'lucide-react';
import { useState } from 'react';
import { renderSVG } from 'uqr';
import { useQuery } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { usePreferences, useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { CancelVoucherDocument, type VoucherCardFragment, VouchersDocument } from '../generated/points/graphql.ts';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { Mistake } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { CardSkeleton } from '../ui/Skeleton.tsx';
import { dateTime, lastDayOf } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

export function Vouchers() {
  const w = useWords(words);
  const shell = useWords(shellWords);
  const [after, setAfter] = useState<string | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const [{ data, error }, refetch] = useQuery({ query: VouchersDocument, variables: { after }, requestPolicy: 'cache-and-network' });
  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return <CardSkeleton />;
  const { edges, pageInfo } = data.redemptions;
  const voucher = edges.find(({ node }) => node.id === shown)?.node;
  if (edges.length === 0) return <EmptyState title={w.noVouchers} hint={w.noVouchersHint} />;
  return (
    <>
      {edges.map(({ node }) => (
        <VoucherRow key={node.id} voucher={node} onShow={() => setShown(node.id)} />
      ))}
      {pageInfo.hasNextPage && (
        <button type="button" className="button" onClick={() => setAfter(pageInfo.endCursor)}>
          {shell.more}
        </button>
      )}
      {voucher?.code && (
        <VoucherSheet
          voucher={voucher}
          code={voucher.code}
          onClose={() => {
            setShown(null);
            refetch({ requestPolicy: 'network-only' }); // it may have been handed out
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
    <section className="card points-reward">
      <h2>{reward?.name}</h2>
      <strong className="points-price numbers">{w.costs(points)}</strong>
      <p className={isOpen ? 'points-open' : 'note'}>
        <Icon className="inline-icon" aria-hidden="true" /> {w.status[status]}
        {' · '}
        {isOpen ? w.until(lastDayOf(expiresAt, language)) : dateTime(endedAt ?? createdAt, language)}
      </p>
      {isOpen && (
        <button type="button" className="button button-main" onClick={onShow}>
          {w.show}
        </button>
      )}
    </section>
  );
}

function VoucherSheet({ voucher, code, onClose }: { voucher: VoucherCardFragment; code: string; onClose: () => void }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
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
        <img className="points-qr" alt={w.qr} src={`data:image/svg+xml,${encodeURIComponent(renderSVG(code, { border: 2 }))}`} />
        <p className="note">{w.voucherHint}</p>
        <strong className="points-code numbers">{code.match(/.{4}/g)?.join(' ')}</strong>
        {voucher.reward?.counter && <p>{w.at(voucher.reward.counter)}</p>}
      </div>
      <Mistake text={problem || undefined} />
      <button type="button" className="button" disabled={isSending} onClick={() => void takeBack()}>
        {w.takeBack}
      </button>
    </Sheet>
  );
}
