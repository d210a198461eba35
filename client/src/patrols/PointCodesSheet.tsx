// The codes of a route's points, to be printed and hung there.
import { Printer } from 'lucide-react';
import { PointCodesDocument } from '../generated/patrols/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/EmptyState.tsx';
import { useWords } from '../ui/preferences.ts';
import { Qr } from '../ui/Qr.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { CardSkeleton } from '../ui/Skeleton.tsx';
import { pointAddress } from './point-code.ts';
import { words } from './words.ts';

/** @param of id of the plan, or of the shift, whose route it is */
export function PointCodesSheet({ of: id, onClose }: { of: string; onClose: () => void }) {
  const w = useWords(words);
  const { data, error, reread } = useRead({ query: PointCodesDocument, variables: { id } });
  const points = data?.node && 'route' in data.node ? (data.node.route?.points ?? []) : null;
  return (
    <Sheet title={w.codesTitle} onClose={onClose}>
      <p className="note">{w.codesLead}</p>
      <Button label={w.print} icon={Printer} kind="main" onClick={print} />
      {!data && (error ? <ErrorState onRetry={reread} /> : <CardSkeleton />)}
      <ul className="point-codes">
        {points?.map(({ id, name, code }) => (
          <li key={id}>
            <Qr text={pointAddress(id, code ?? '')} alt="" />
            <strong>{name}</strong>
            <span className="numbers">{code}</span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
