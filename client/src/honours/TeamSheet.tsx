// A team founded or changed by an officer.
import { type FormEvent, useState } from 'react';
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import {
  ChangeTeamDocument,
  CreateTeamDocument,
  TeamCoursesDocument,
  type TeamKind,
  type TeamPageQuery,
} from '../generated/honours/graphql.ts';
import { Mistake, SelectField, TextArea, TextField } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

type Team = Extract<NonNullable<TeamPageQuery['node']>, { __typename: 'Team' }>;

/** @param team null: a new one */
export function TeamSheet({ team, onDone, onClose }: { team: Team | null; onDone: () => void; onClose: () => void }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const [, go] = useLocation();
  const { send, isSending, problem, mistakeOf } = useSubmission();
  const [{ data }] = useQuery({ query: TeamCoursesDocument, requestPolicy: 'cache-and-network' });
  const [kind, setKind] = useState<TeamKind>(team?.kind ?? 'PATROL');
  const [name, setName] = useState(team?.name ?? '');
  const [description, setDescription] = useState(team?.description ?? '');
  const [captainId, setCaptainId] = useState(team?.captain?.id ?? '');
  const [courseId, setCourseId] = useState(team?.course?.id ?? '');
  const [needsInsurance, setNeedsInsurance] = useState(team?.needsInsurance ?? false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const content = { kind, name, description, captainId: captainId || null, courseId: courseId || null, needsInsurance };
    const success = team
      ? await send(ChangeTeamDocument, { input: { teamId: team.id, expectedVersion: team.version, content } })
      : await send(CreateTeamDocument, { input: { content } });
    if (!success) return;
    notify({ text: w.saved });
    onDone();
    onClose();
    if (!team) go(`/teams/${success.team.id}`);
  };
  return (
    <Sheet title={team ? w.changeTeam : w.newTeam} onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)} noValidate>
        <SelectField label={w.teamKind} value={kind} onChange={(value) => setKind(value as TeamKind)}>
          {(Object.keys(w.teamKinds) as TeamKind[]).map((value) => (
            <option key={value} value={value}>
              {w.teamKinds[value]}
            </option>
          ))}
        </SelectField>
        <TextField label={w.teamName} value={name} onChange={setName} mistake={mistakeOf('name')} autoComplete="off" />
        <TextArea label={w.teamDescription} value={description} onChange={setDescription} mistake={mistakeOf('description')} />
        {team && (
          <SelectField label={w.captain} value={captainId} onChange={setCaptainId}>
            <option value="">{w.noCaptain}</option>
            {team.members.map((member) => (
              <option key={member.id} value={member.id}>
                {member.name}
              </option>
            ))}
          </SelectField>
        )}
        <SelectField label={w.teamCourse} value={courseId} onChange={setCourseId}>
          <option value="">{w.noCourse}</option>
          {data?.trainingCourses.map((course) => (
            <option key={course.id} value={course.id}>
              {course.name}
            </option>
          ))}
        </SelectField>
        <label className="tick">
          <input type="checkbox" checked={needsInsurance} onChange={() => setNeedsInsurance(!needsInsurance)} />
          <span>{w.needsInsurance}</span>
        </label>
        <Mistake text={problem || undefined} />
        <button type="submit" className="button button-main" disabled={isSending}>
          {w.save}
        </button>
      </form>
    </Sheet>
  );
}
