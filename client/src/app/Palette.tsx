// Ctrl-K: every page that somebody is led to by a few letters, and what the page that is open can do.
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { type Command, offeredCommands } from './commands.ts';
import { words } from './frame-words.ts';
import { addressOf, titleOf, type Visitor } from './room.ts';
import { find } from './search.ts';
import { allPages, namesOf } from './signs.ts';
import './palette.css';

const SHOWN = 10;

export default function Palette({ visitor, onClose }: { visitor: Visitor; onClose(): void }) {
  const w = useWords(words);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []); // after the dialog has opened
  const pages = usePageCommands(visitor);
  // Before somebody types, what the page at hand can do; then the pages, which are fewer.
  const commands = text ? [...pages, ...offeredCommands()] : [...offeredCommands(), ...pages];
  const found = find(commands, namesOfCommand, text).slice(0, SHOWN);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') run(found[chosen]);
    else if (event.key === 'ArrowDown') setChosen((index) => Math.min(index + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setChosen((index) => Math.max(index - 1, 0));
    else return;
    event.preventDefault();
  };
  return (
    <Sheet title={w.palette} onClose={onClose}>
      <input
        ref={input}
        className="palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[chosen] ? `palette-${chosen}` : undefined}
        aria-label={w.placeholder}
        placeholder={w.placeholder}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="palette-list" id="palette-list" role="listbox" aria-label={w.palette}>
        {found.map((command, index) => (
          <button
            key={command.id}
            id={`palette-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className={`palette-option${index === chosen ? ' is-current' : ''}`}
            onClick={() => run(command)}
          >
            <span>{command.name}</span>
            {command.keyHint && <kbd>{command.keyHint}</kbd>}
          </button>
        ))}
      </div>
      {found.length === 0 && (
        <p className="note" role="status">
          {w.nothing}
        </p>
      )}
    </Sheet>
  );
}

const namesOfCommand = ({ name, title = name, also }: Command) => ({ title, also });

/** A command for each page that navigation leads somebody to, found in either language. */
function usePageCommands(visitor: Visitor): Command[] {
  const w = useWords(words);
  const { language } = usePreferences();
  const [, navigate] = useLocation();
  return allPages(visitor).map((page) => ({
    id: page.path,
    name: w.goTo(titleOf(page, visitor)[language]),
    ...namesOf(page, visitor),
    run: () => navigate(addressOf(page)),
  }));
}
