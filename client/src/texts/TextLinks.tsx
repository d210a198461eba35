// The station's texts, for whoever has no rows of pages yet.
import { Link } from 'wouter';
import { addressOf } from '../app/room.ts';
import { usePreferences } from '../ui/preferences.ts';
import { texts } from './room.ts';

export function TextLinks() {
  const { language } = usePreferences();
  return (
    <ul className="account-texts">
      {texts.pages.map((page) => (
        <li key={page.path}>
          <Link href={addressOf(page)}>{page.title[language]}</Link>
        </li>
      ))}
    </ul>
  );
}
