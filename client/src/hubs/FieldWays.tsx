// What somebody may do on the spot, as large as a gloved finger.

import { pagesIn } from '../app/signs.ts';
import { useVisitor } from '../app/usePage.ts';
import { WayLink } from './WayLink.tsx';
import './hubs.css';

export function FieldWays({ onGo }: { onGo?: () => void }) {
  return (
    <div className="way-tiles">
      {pagesIn('spot', useVisitor()).map((page) => (
        <WayLink key={page.path} page={page} group="spot" isTile onGo={onGo} />
      ))}
    </div>
  );
}
