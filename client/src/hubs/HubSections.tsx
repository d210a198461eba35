// The headings of a hub: under each what is open for me, then its pages.
import { words as groupWords } from '../app/group-words.ts';
import type { Hub } from '../app/groups.ts';
import { sectionsOf, signOf } from '../app/signs.ts';
import { useVisitor } from '../app/usePage.ts';
import { useWords } from '../ui/preferences.ts';
import { WayLink } from './WayLink.tsx';
import './hubs.css';

export function HubSections({ hub, isTiles }: { hub: Hub; isTiles?: boolean }) {
  const names = useWords(groupWords);
  const visitor = useVisitor();
  return sectionsOf(hub, visitor).map(({ group, pages }) => (
    <section key={group} className="hub-section">
      <h2>{names[group]}</h2>
      {pages.map((page) => {
        const { Open } = signOf(page) ?? {};
        return Open && page.groups?.[0] === group && <Open key={page.path} />;
      })}
      <div className={isTiles ? 'way-tiles' : 'card way-rows'}>
        {pages.map((page) => (
          <WayLink key={page.path} page={page} group={group} isTile={isTiles} />
        ))}
      </div>
    </section>
  ));
}
