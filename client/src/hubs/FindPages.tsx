// A search over the pages that somebody is led to, by their names and by other words for them, in both languages.
import { type ReactNode, useId, useState } from 'react';
import { find } from '../app/search.ts';
import { allPages, namesOf } from '../app/signs.ts';
import { useVisitor } from '../app/usePage.ts';
import { LinkButton } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { useWords } from '../ui/preferences.ts';
import { WayLink } from './WayLink.tsx';
import { words } from './words.ts';
import './hubs.css';

interface Props {
  label: string;
  hint: string;
  /** What stands below as long as nobody searches. */
  children: ReactNode;
}

export function FindPages({ label, hint, children }: Props) {
  const w = useWords(words);
  const id = useId();
  const visitor = useVisitor();
  const [text, setText] = useState('');
  const asked = text.trim();
  const found = asked ? find(allPages(visitor), (page) => namesOf(page, visitor), asked) : [];
  return (
    <>
      <search className="hub-find">
        <label htmlFor={id}>{label}</label>
        <input id={id} type="search" autoComplete="off" placeholder={hint} value={text} onChange={(event) => setText(event.target.value)} />
        <span className="visually-hidden" role="status">
          {asked && w.found(found.length)}
        </span>
      </search>
      {!asked && children}
      {found.length > 0 && (
        <div className="card way-rows">
          {found.map((page) => (
            <WayLink key={page.path} page={page} />
          ))}
        </div>
      )}
      {asked && found.length === 0 && (
        <EmptyState title={w.none(asked)} hint={w.noneHint}>
          {(!visitor.can || visitor.can.report) && <LinkButton label={w.report} href="/report" />}
        </EmptyState>
      )}
    </>
  );
}
