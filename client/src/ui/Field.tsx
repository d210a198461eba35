// One field of a form: its name, the input, a hint, and what is wrong with it, read out when it appears.
import { type InputHTMLAttributes, type ReactNode, useId } from 'react';
import './form.css';

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value' | 'id'> {
  label: string;
  value: string;
  onChange(value: string): void;
  hint?: string | undefined;
  mistake?: string | undefined;
}

export function TextField({ label, value, onChange, hint, mistake, type = 'text', ...input }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label className="field-name" htmlFor={id}>
        {label}
      </label>
      <input
        {...input}
        id={id}
        type={type}
        value={value}
        aria-invalid={mistake !== undefined}
        aria-describedby={mistake || hint ? `${id}-say` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <FieldSay id={`${id}-say`} hint={hint} mistake={mistake} />
    </div>
  );
}

/** A longer text, several lines. */
export function TextArea({ label, value, onChange, hint, mistake, placeholder, rows = 3 }: Props & { rows?: number }) {
  const id = useId();
  return (
    <div className="field">
      <label className="field-name" htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        rows={rows}
        value={value}
        placeholder={placeholder}
        aria-invalid={mistake !== undefined}
        aria-describedby={mistake || hint ? `${id}-say` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <FieldSay id={`${id}-say`} hint={hint} mistake={mistake} />
    </div>
  );
}

interface SelectProps<Value extends string> extends Pick<Props, 'label' | 'hint' | 'mistake'> {
  value: Value;
  onChange(value: Value): void;
  /** What is said for no choice, where there may be none. */
  none?: string;
  options?: readonly (readonly [value: Value | number, label: string | null | undefined])[] | undefined;
  /** Options that stand in groups. */
  children?: ReactNode;
}

/** A choice from a list. */
export function SelectField<Value extends string>({
  label,
  value,
  onChange,
  hint,
  mistake,
  none,
  options = [],
  children,
}: SelectProps<Value>) {
  const id = useId();
  return (
    <div className="field">
      <label className="field-name" htmlFor={id}>
        {label}
      </label>
      <select id={id} value={value} aria-invalid={mistake !== undefined} onChange={(event) => onChange(event.target.value as Value)}>
        {none !== undefined && <option value="">{none}</option>}
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
        {children}
      </select>
      <FieldSay id={`${id}-say`} hint={hint} mistake={mistake} />
    </div>
  );
}

interface CheckProps {
  label: string;
  hint?: string | undefined;
  value: boolean;
  onChange(value: boolean): void;
  mistake?: string | undefined;
}

/** Yes or no. */
export function Check({ label, hint, value, onChange, mistake }: CheckProps) {
  return (
    <>
      <label className="check">
        <input type="checkbox" checked={value} onChange={(event) => onChange(event.target.checked)} />
        <span>
          {label} {hint && <span className="note">{hint}</span>}
        </span>
      </label>
      <Mistake text={mistake} />
    </>
  );
}

function FieldSay({ id, hint, mistake }: { id: string; hint?: string | undefined; mistake?: string | undefined }) {
  if (mistake) return <Mistake id={id} text={mistake} />;
  return hint ? (
    <span id={id} className="note">
      {hint}
    </span>
  ) : null;
}

/** What is wrong, in one sentence. */
export function Mistake({ id, text }: { id?: string; text: string | undefined }) {
  if (!text) return null;
  return (
    <span id={id} className="field-problem" role="alert">
      {text}
    </span>
  );
}
