// A team founded or changed by an officer.
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import {
  ChangeTeamDocument,
  CreateTeamDocument,
  TeamCoursesDocument,
  type TeamKind,
  type TeamPageQuery,
} from '../generated/honours/graphql.ts';
import { Check, SelectField, TextArea, TextField } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { useForm } from '../ui/useForm.ts';
import { words } from './words.ts';

type Team = Extract<NonNullable<TeamPageQuery['node']>, { __typename: 'Team' }>;

/** @param team null: a new one */
export function TeamSheet({ team, onDone, onClose }: { team: Team | null; onDone: () => void; onClose: () => void }) {
  const w = useWords(words);
  const [, go] = useLocation();
  const [{ data }] = useQuery({ query: TeamCoursesDocument, requestPolicy: 'cache-and-network' });
  const form = useForm({
    kind: team?.kind ?? ('PATROL' as TeamKind),
    name: team?.name ?? '',
    description: team?.description ?? '',
    captainId: team?.captain?.id ?? '',
    courseId: team?.course?.id ?? '',
    needsInsurance: team?.needsInsurance ?? false,
  });
  const { captainId, courseId, ...rest } = form.values;
  const content = { ...rest, captainId: captainId || null, courseId: courseId || null };
  const save = async () =>
    team
      ? form.send(ChangeTeamDocument, { input: { teamId: team.id, expectedVersion: team.version, content } })
      : form.send(CreateTeamDocument, { input: { content } });
  return (
    <FormSheet
      title={team ? w.changeTeam : w.newTeam}
      act={w.save}
      of={form}
      onSend={save}
      says={w.saved}
      onDone={(success) => {
        onDone();
        if (!team) go(`/teams/${success.team.id}`);
      }}
      onClose={onClose}
    >
      <SelectField label={w.teamKind} {...form.field('kind')} options={Object.entries(w.teamKinds) as [TeamKind, string][]} />
      <TextField label={w.teamName} {...form.field('name')} autoComplete="off" />
      <TextArea label={w.teamDescription} {...form.field('description')} />
      {team && (
        <SelectField
          label={w.captain}
          {...form.field('captainId')}
          none={w.noCaptain}
          options={team.members.map(({ id, name }) => [id, name])}
        />
      )}
      <SelectField
        label={w.teamCourse}
        {...form.field('courseId')}
        none={w.noCourse}
        options={data?.trainingCourses.map(({ id, name }) => [id, name])}
      />
      <Check label={w.needsInsurance} {...form.field('needsInsurance')} />
    </FormSheet>
  );
}
