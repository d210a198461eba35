// Where it is: the phone's position, or a grid from the list.
import { LocateFixed } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { GridAtDocument, StreetDocument } from '../generated/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { useWords } from '../ui/preferences.ts';
import type { Draft } from './draft.ts';
import { words } from './new-issue-words.ts';
import { words as listWords } from './words.ts';

interface Props {
  gridId: string | null;
  hasPoint: boolean;
  homeGridId: string | null;
  onChange(change: Pick<Draft, 'gridId' | 'point'>): void;
  mistake: string | undefined;
  /** What no grid means; the whole street unless said otherwise. */
  emptyLabel?: string;
  label?: string;
  children?: ReactNode;
}

export function PlaceField({ gridId, hasPoint, homeGridId, onChange, mistake, emptyLabel, label, children }: Props) {
  const w = useWords(words);
  const { wholeStreet, myGrid } = useWords(listWords);
  const client = useClient();
  const [said, setSaid] = useState('');
  const [{ data }] = useQuery({ query: StreetDocument, requestPolicy: 'cache-first' });

  const locate = () => {
    setSaid(w.placeLocating);
    navigator.geolocation.getCurrentPosition(
      async ({ coords: { longitude, latitude } }) => {
        const point = { longitude, latitude };
        const { data: found } = await client.query(GridAtDocument, { point }).toPromise();
        onChange({ point, gridId: found?.gridAt?.id ?? null });
        if (!found) return setSaid(w.placeKept); // without a network: the server finds the grid when it arrives
        setSaid(found.gridAt ? w.placeFound(found.gridAt.name) : w.placeOutside);
      },
      () => setSaid(w.placeDenied),
      { enableHighAccuracy: true, timeout: 10_000 },
    );
  };

  return (
    <fieldset className="field">
      <legend className="field-name">{label ?? w.place}</legend>
      <Button label={w.placeHere} icon={LocateFixed} onClick={locate} />
      <select
        aria-label={w.placeGrid}
        value={hasPoint && gridId === null ? '' : (gridId ?? homeGridId ?? '')}
        onChange={(event) => onChange({ gridId: event.target.value || null, point: null })}
      >
        {(homeGridId === null || (hasPoint && gridId === null)) && <option value="">{emptyLabel ?? wholeStreet}</option>}
        {data?.grids.edges.map(({ node }) => (
          <option key={node.id} value={node.id}>
            {node.name}
            {node.id === homeGridId ? ` · ${myGrid}` : ''}
          </option>
        ))}
      </select>
      {children}
      {said && (
        <span className="note" role="status">
          {said}
        </span>
      )}
      {mistake && (
        <span className="field-problem" role="alert">
          {mistake}
        </span>
      )}
    </fieldset>
  );
}
