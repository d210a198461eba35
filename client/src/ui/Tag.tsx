// A short word on how something stands. Never by its colour alone: the word says it.
import type { ReactNode } from 'react';
import './tag.css';

/** `good`: it is done; `wait`: something is still to come; `bad`: it is off or late; `note`: it has begun; `calm`: it is over. */
export type Tone = 'good' | 'wait' | 'bad' | 'note' | 'calm';

interface Props {
  tone: Tone;
  children: ReactNode;
}

export function Tag({ tone, children }: Props) {
  return <span className={`tag tag-${tone}`}>{children}</span>;
}
