// Who looks after a grid: initial, name, role.

import type { StaffRole } from '../generated/graphql.ts';
import { useWords } from './preferences.ts';
import { words } from './words.ts';
import './people-on-duty.css';

interface Person {
  title: string;
  role: StaffRole;
}

export function PeopleOnDuty({ people }: { people: readonly Person[] }) {
  const w = useWords(words);
  return (
    <ul className="people">
      {people.map(({ title, role }) => (
        <li key={`${role} ${title}`} className="person">
          <span className={`person-mark person-${role === 'OFFICER' ? 'officer' : 'worker'}`} aria-hidden="true">
            {title.slice(0, 1)}
          </span>
          <span>
            <strong>{title}</strong>
            <span className="note person-role">{role === 'OFFICER' ? w.officer : w.gridWorker}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
