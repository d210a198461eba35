// On or off, at once: its words at one side, the switch at the other.
import type { ReactNode } from 'react';
import './switch.css';

interface Props {
  label: ReactNode;
  value: boolean;
  onChange(value: boolean): void;
  disabled?: boolean;
}

export function Switch({ label, value, onChange, disabled }: Props) {
  return (
    <label className="switch-row">
      {label}
      <input
        type="checkbox"
        role="switch"
        className="switch"
        aria-checked={value}
        checked={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  );
}
