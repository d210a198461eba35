// Which board: the whole street, a community, a grid. The browser's own select, so that every phone knows it.
import { useQuery } from 'urql';
import { type HotBoardInput, StreetDocument } from '../generated/graphql.ts';
import { useWords } from '../ui/preferences.ts';
import { words } from './words.ts';

interface Props {
  /** "", "community:ID" or "grid:ID". */
  value: string;
  onChange(value: string): void;
  homeGridId: string | undefined;
}

export function BoardPicker({ value, onChange, homeGridId }: Props) {
  const w = useWords(words);
  const [{ data }] = useQuery({ query: StreetDocument, requestPolicy: 'cache-first' });
  const grids = data?.grids.edges.map(({ node }) => node) ?? [];
  const communities = [...new Map(grids.map(({ community }) => [community.id, community])).values()];
  return (
    <select className="board-picker" aria-label={w.board} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{w.station}</option>
      {homeGridId && <option value={`grid:${homeGridId}`}>{w.myGrid}</option>}
      <optgroup label={w.communities}>
        {communities.map(({ id, name }) => (
          <option key={id} value={`community:${id}`}>
            {name}
          </option>
        ))}
      </optgroup>
      <optgroup label={w.grids}>
        {grids
          .filter(({ id }) => id !== homeGridId)
          .map(({ id, name }) => (
            <option key={id} value={`grid:${id}`}>
              {name}
            </option>
          ))}
      </optgroup>
    </select>
  );
}

/** The board a picker value or URL parameter names; null for the whole station. */
export function boardFromUrl(text: string | null): HotBoardInput | null {
  const [scope, id] = text?.split(':') ?? [];
  if (scope === 'grid' && id) return { gridId: id };
  if (scope === 'community' && id) return { communityId: id };
  return null;
}
