// Something of its own on a page, and a group of several: what it is called, then one below the other.
import type { ComponentProps, ReactNode } from 'react';
import './card.css';

type Props = { title?: ReactNode } & Omit<ComponentProps<'section'>, 'title'>;

export function Card({ title, className = '', children, ...section }: Props) {
  return (
    <section {...section} className={`card stack ${className}`.trim()}>
      {title && <h2>{title}</h2>}
      {children}
    </section>
  );
}

/** Several cards under one name. */
export function Group({ title, children, ...section }: Omit<Props, 'className'>) {
  return (
    <section {...section} className="stack group">
      {title && <h2>{title}</h2>}
      {children}
    </section>
  );
}
