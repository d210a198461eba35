// Ctrl-K: every command, every ticket and every grid by a few letters.
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useWords } from '../ui/preferences.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { words } from './words.ts';

export interface Command {
  id: string;
  name: string;
  /** The key that does the same. */
  keyHint?: string;
  run(): void;
}

const SHOWN = 10;

export function Palette({ commands, onClose }: { commands: readonly Command[]; onClose(): void }) {
  const w = useWords(words);
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []); // after the dialog has opened
  const found = commands.filter(({ name }) => matches(name, text)).slice(0, SHOWN);
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
        aria-label={w.palettePlaceholder}
        placeholder={w.palettePlaceholder}
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
        {found.length === 0 && <p className="board-note">{w.paletteNothing}</p>}
      </div>
    </Sheet>
  );
}

/** Every word that was typed stands somewhere in the name. */
function matches(name: string, text: string): boolean {
  const low = name.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => low.includes(word));
}
