// What a position is called: whoever has given one sees that it is the right place.
import { useQuery } from 'urql';
import { PlaceAtDocument } from '../generated/places/graphql.ts';
import type { Point } from './ways.ts';

export function PlaceThere({ point }: { point: Point }) {
  const [{ data }] = useQuery({ query: PlaceAtDocument, variables: { location: point } });
  if (!data?.placeAt) return null;
  return (
    <span className="note" role="status">
      {data.placeAt.sentence}
    </span>
  );
}
