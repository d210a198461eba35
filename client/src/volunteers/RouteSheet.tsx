// A new patrol route of a team.

import { CreateRouteDocument } from '../generated/volunteers/graphql.ts';
import { type Point, PointsField } from '../patrols/PointsField.tsx';
import { walkWords } from '../patrols/walk-words.ts';
import { TextField } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { useForm } from '../ui/useForm.ts';

interface Props {
  teamId: string;
  posts: readonly (Point & { id: string })[];
  onMade: (routeId: string) => void;
  onClose: () => void;
}

export function RouteSheet({ teamId, posts, onMade, onClose }: Props) {
  const w = useWords(walkWords);
  const form = useForm({ name: '', points: [] as readonly Point[] });
  const { name, points } = form.values;
  return (
    <FormSheet
      title={w.newRoute}
      act={w.makeRoute}
      isLong
      of={form}
      onSend={() => form.send(CreateRouteDocument, { input: { teamId, name, points: [...points] } })}
      says={w.routeMade}
      onDone={({ team }) => onMade(team.routes?.find((route) => route.name === name.trim())?.id ?? '')}
      onClose={onClose}
    >
      <TextField label={w.routeName} {...form.field('name')} autoComplete="off" />
      <p className="note">{w.routeLead}</p>
      <PointsField {...form.field('points')} posts={posts} />
    </FormSheet>
  );
}
