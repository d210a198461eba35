// One thing in a list: what, where, when, and how far it is.
import { Link } from 'wouter';
import { words as categoryWords } from '../generated/enums/LostFoundCategory.ts';
import { words as kindWords } from '../generated/enums/LostFoundKind.ts';
import { words as statusWords } from '../generated/enums/LostFoundStatus.ts';
import type { LostFoundCardFragment } from '../generated/lostfound/graphql.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { dateTime } from '../ui/time.ts';
import { words } from './words.ts';
import './lostfound.css';

export function ItemCard({ item }: { item: LostFoundCardFragment }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [categories, kinds, statuses] = [useWords(categoryWords), useWords(kindWords), useWords(statusWords)];
  const { id, kind, category, title, spot, happenedAt, photo, status, isMine } = item;
  return (
    <Link href={`/lost-found/${id}`} className="card lostfound-card">
      {photo && <img src={photo} alt="" loading="lazy" />}
      <span className="lostfound-text">
        <strong>{title}</strong>
        <span>{spot?.sentence}</span>
        <span className="note">
          {kinds[kind]} · {categories[category]} · {dateTime(happenedAt, language)}
        </span>
        <span className="note">{[isMine && w.isMine, status !== 'OPEN' && statuses[status]].filter(Boolean).join(' · ')}</span>
      </span>
    </Link>
  );
}
