// The codes of a route's points, to be printed and hung there.
import { Printer } from 'lucide-react';
import { renderSVG } from 'uqr';
import { useQuery } from 'urql';
import { useWords } from '../app/preferences.ts';
import { PointCodesDocument } from '../generated/patrols/graphql.ts';
import { ErrorState } from '../ui/EmptyState.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { CardSkeleton } from '../ui/Skeleton.tsx';
import { pointAddress } from './point-code.ts';
import { words } from './words.ts';

/** @param of id of the plan, or of the shift, whose route it is */
export function PointCodesSheet({ of: id, onClose }: { of: string; onClose: () => void }) {
  const w = useWords(words);
  const [{ data, error }, reread] = useQuery({ query: PointCodesDocument, variables: { id } });
  const points = data?.node && 'route' in data.node ? (data.node.route?.points ?? []) : null;
  return (
    <Sheet title={w.codesTitle} onClose={onClose}>
      <p className="note">{w.codesLead}</p>
      <button type="button" className="button button-main" onClick={() => print()}>
        <Printer aria-hidden="true" /> {w.print}
      </button>
      {!data && (error ? <ErrorState onRetry={() => reread({ requestPolicy: 'network-only' })} /> : <CardSkeleton />)}
      <ul className="point-codes">
        {points?.map(({ id, name, code }) => (
          <li key={id}>
            <img src={`data:image/svg+xml;utf8,${encodeURIComponent(renderSVG(pointAddress(id, code ?? ''), { border: 2 }))}`} alt="" />
            <strong>{name}</strong>
            <span className="numbers">{code}</span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
