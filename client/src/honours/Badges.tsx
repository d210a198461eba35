// The badges that somebody has.
import { Award } from 'lucide-react';
import type { Badge } from '../generated/honours/graphql.ts';
import { useWords } from '../ui/preferences.ts';
import { words } from './words.ts';

export function Badges({ badges }: { badges: readonly Badge[] }) {
  const w = useWords(words);
  return (
    <ul className="badges">
      {badges.map((badge) => (
        <li key={badge} className="badge">
          <Award aria-hidden="true" /> {w.badgeNames[badge]}
        </li>
      ))}
    </ul>
  );
}
