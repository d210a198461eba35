// What a refused form still wants, at its button: a line for each field that is wrong, which leads there. Read from the form as
// it stands, so that no form has to say it twice.
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useWords } from './preferences.ts';
import { words } from './words.ts';

interface Line {
  /** The field's name, and what is wrong with it. */
  name: string;
  says: string;
  field: HTMLElement;
}

const FILLED_IN = 'input, select, textarea, button';

function linesOf(form: HTMLElement): Line[] {
  return [...form.querySelectorAll<HTMLElement>('.field-problem')].flatMap((problem) => {
    const beside = problem.previousElementSibling;
    const around = beside?.matches('.check') ? beside : problem.closest<HTMLElement>('.field, fieldset');
    const field = around && form.contains(around) && around.querySelector<HTMLElement>(FILLED_IN);
    const name = around?.querySelector('.field-name, legend')?.textContent ?? '';
    return field ? [{ name, says: problem.textContent, field }] : [];
  });
}

const isInSight = ({ field }: Line) => {
  const { top, bottom } = field.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
};

const textOf = (lines: readonly Line[]) => lines.map(({ name, says }) => `${name} ${says}`).join();

/** Nothing where the one field that is wrong stands before somebody's eyes. */
export function FormSummary({ of: form }: { of: RefObject<HTMLFormElement | null> }) {
  const w = useWords(words);
  const [lines, setLines] = useState<readonly Line[]>([]);
  const [isShown, show] = useState(false);
  // After each drawing of the form: its fields are what counts.
  useEffect(() => {
    const found = form.current ? linesOf(form.current) : [];
    if (textOf(found) === textOf(lines)) return;
    setLines(found);
    show((before) => found.length > 1 || (found.length === 1 && (before || !found.every(isInSight))));
  });
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isShown) summary.current?.scrollIntoView({ block: 'nearest' });
  }, [isShown]);
  if (!isShown) return null;
  return (
    <div ref={summary} className="form-summary">
      <strong>{w.toMend}</strong>
      <ul>
        {lines.map(({ name, says, field }) => (
          <li key={`${name} ${says}`}>
            <button type="button" className="link-button" onClick={() => field.focus()}>
              {name ? w.mend(name, says) : says}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
