// Keys of a page; none of them while somebody types or a dialog is open.
import { useEffect, useRef } from 'react';

/** @param keys by the key's name in lower case; `ctrl+k` with Ctrl or Command */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isCommand = event.ctrlKey || event.metaKey;
      if (document.querySelector('dialog[open]') || event.altKey || (!isCommand && isTyping(event.target))) return;
      const name = `${isCommand ? 'ctrl+' : ''}${event.key.toLowerCase()}`;
      // Enter on a button is the button's.
      if (name === 'enter' && (event.target as HTMLElement).closest('button, a, summary')) return;
      const run = current.current[name];
      if (!run) return;
      event.preventDefault();
      run();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !(target as HTMLInputElement).matches('[type=checkbox]');
