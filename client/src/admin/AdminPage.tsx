// The administrators' rooms: staff and duties, keys, rights, the record.
import { Link, Redirect } from 'wouter';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import type { MeQuery } from '../generated/graphql.ts';
import { TextsRoom } from '../texts/TextsRoom.tsx';
import { useWords } from '../ui/preferences.ts';
import { AuditRoom } from './AuditRoom.tsx';
import { KeysRoom } from './KeysRoom.tsx';
import { PlacesRoom } from './PlacesRoom.tsx';
import { RightsRoom } from './RightsRoom.tsx';
import { StaffRoom } from './StaffRoom.tsx';
import { words } from './words.ts';
import './admin.css';

type Can = NonNullable<MeQuery['viewer']>['can'];

const ROOMS = {
  staff: { component: StaffRoom, isOpen: (can: Can) => can.managePeople || can.manageDuties },
  keys: { component: KeysRoom, isOpen: (can: Can) => can.manageKeys },
  rights: { component: RightsRoom, isOpen: (can: Can) => can.explainRights },
  places: { component: PlacesRoom, isOpen: (can: Can) => can.managePlaces },
  texts: { component: TextsRoom, isOpen: (can: Can) => can.publishTexts },
  audit: { component: AuditRoom, isOpen: (can: Can) => can.readAudit },
} as const;

type RoomName = keyof typeof ROOMS;

export default function AdminPage({ room }: { room?: string }) {
  const w = useWords(words);
  const me = useMe();
  if (!me) return null;
  const open = (Object.keys(ROOMS) as RoomName[]).filter((name) => me.viewer && ROOMS[name].isOpen(me.viewer.can));
  if (open.length === 0) return <SignInFirst whose="administrators" />;
  const current = open.find((name) => name === room);
  if (!current) return <Redirect to={`/admin/${open[0]}`} replace />;
  const Room = ROOMS[current].component;
  return (
    <div className="admin">
      <h1 className="visually-hidden">{w.title}</h1>
      <nav className="admin-tabs" aria-label={w.title}>
        {open.map((name) => (
          <Link key={name} className="admin-tab" href={`/admin/${name}`} aria-current={name === current ? 'page' : undefined}>
            {w.tabs[name]}
          </Link>
        ))}
      </nav>
      <Room />
    </div>
  );
}
