// One choice of a few, side by side: radio buttons that look like one control.
import { type ReactNode, useId } from 'react';
import './segmented.css';

interface Props<Value extends string> {
  label: string;
  value: Value;
  /** `name`: what a choice is called where its label is a sign. */
  options: readonly { value: Value; label: ReactNode; name?: string }[];
  onChange: (value: Value) => void;
}

export function Segmented<Value extends string>({ label, value, options, onChange }: Props<Value>) {
  const name = useId();
  return (
    <fieldset className="segmented">
      <legend className="visually-hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="segment">
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            aria-label={option.name}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
