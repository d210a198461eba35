// What is known of something, a name and a value each; as sums, the values stand out.
import type { ReactNode } from 'react';
import './facts.css';

interface Props {
  /** What has no value is left out. */
  of: readonly (readonly [name: string, value: ReactNode])[];
  isSums?: boolean;
  className?: string;
}

export function Facts({ of, isSums, className = '' }: Props) {
  return (
    <dl className={`${isSums ? 'sums' : 'facts'} ${className}`.trim()}>
      {of
        .filter(([, value]) => value || value === 0)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="numbers">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
