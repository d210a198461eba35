// The codes of a plan's points, to be printed and hung there.
import { Printer } from 'lucide-react';
import { renderSVG } from 'uqr';
import { useQuery } from 'urql';
import { useWords } from '../app/preferences.ts';
import { PointCodesDocument } from '../generated/patrols/graphql.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { CardSkeleton } from '../ui/Skeleton.tsx';
import { pointAddress } from './point-code.ts';
import { words } from './words.ts';

export function PointCodesSheet({ planId, onClose }: { planId: string; onClose: () => void }) {
  const w = useWords(words);
  const [{ data }] = useQuery({ query: PointCodesDocument, variables: { id: planId } });
  const points = data?.node?.__typename === 'PatrolPlan' ? (data.node.route?.points ?? []) : null;
  return (
    <Sheet title={w.codesTitle} onClose={onClose}>
      <p className="note">{w.codesLead}</p>
      <button type="button" className="button button-main" onClick={() => print()}>
        <Printer aria-hidden="true" /> {w.print}
      </button>
      {!points && <CardSkeleton />}
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
