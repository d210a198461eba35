// Fields, what is wrong as a whole, and the one button that sends them; on a page, or as a sheet that closes after success.
import type { LucideIcon } from 'lucide-react';
import { type FormEvent, type ReactNode, useRef } from 'react';
import { Button } from './Button.tsx';
import { Mistake } from './Field.tsx';
import { FormSummary } from './FormSummary.tsx';
import { notify } from './notices.ts';
import { useWords } from './preferences.ts';
import { Sheet } from './Sheet.tsx';
import type { Submission } from './useSubmission.ts';
import { words } from './words.ts';
import './form.css';

interface Props<Success> {
  /** What is being sent: of useForm, or of useSubmission alone. */
  of: Pick<Submission, 'isSending' | 'problem'>;
  /** The words of its button. */
  act: string;
  kind?: 'main' | 'red' | 'plain';
  icon?: LucideIcon;
  /** Whether there is something to send. */
  isReady?: boolean;
  /** A mistake that belongs to no field shown. */
  mistake?: string | undefined;
  /** Sends it. Answers nothing where it did not work. */
  onSend(): Promise<Success | null | undefined | false> | Success | null | undefined | false;
  /** Said once it is done. */
  says?: string | ((success: Success) => string) | undefined;
  onDone?(success: Success): void;
  children?: ReactNode;
}

interface Looks {
  className?: string;
  isLong?: boolean | undefined;
  /** Another way, beside the button; the first one where the button cannot be taken back. */
  aside?: ReactNode;
  /** What stands below the button. */
  after?: ReactNode;
}

export function Form<Success>({ className = 'form', isLong, aside, after, ...props }: Props<Success> & Looks) {
  const { of, act, kind = 'main', icon, isReady = true, mistake, onSend, says, onDone, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const success = await onSend();
    if (!success) return;
    if (says) notify({ text: typeof says === 'function' ? says(success) : says });
    onDone?.(success);
  };
  const look = kind === 'plain' ? {} : { kind };
  const button = <Button label={act} {...look} {...(icon && { icon })} type="submit" disabled={of.isSending || !isReady} />;
  const end = (
    <>
      <FormSummary of={form} />
      <Mistake text={of.problem || mistake} />
      {aside ? (
        <div className="actions">
          {kind === 'red' && aside}
          {button}
          {kind !== 'red' && aside}
        </div>
      ) : (
        button
      )}
    </>
  );
  return (
    <form ref={form} className={className} onSubmit={(event) => void submit(event)} noValidate>
      {children}
      {isLong ? <div className="sheet-foot">{end}</div> : end}
      {after}
    </form>
  );
}

interface SheetProps {
  title: string;
  /** Its button stays in sight while the rest scrolls. */
  isLong?: boolean;
  /** A button beside it leads out, too. */
  canCancel?: boolean;
  onClose(): void;
}

/** Comes from below on phones, closes once it is done. */
export function FormSheet<Success>({ title, isLong, canCancel, onClose, ...form }: Props<Success> & SheetProps) {
  const { cancel } = useWords(words);
  const done = (success: Success) => {
    onClose();
    form.onDone?.(success); // it may lead elsewhere, and closing must not lead back
  };
  return (
    <Sheet title={title} onClose={onClose}>
      <Form {...form} isLong={isLong} aside={canCancel && <Button label={cancel} onClick={onClose} />} onDone={done} />
    </Sheet>
  );
}
