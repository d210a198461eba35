// What acts, and what leads elsewhere and looks the same: its words, an icon before them, and how much it weighs.
import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Link } from 'wouter';

interface Look {
  label?: string | undefined;
  icon?: LucideIcon;
  /** `main`: the next step; `red`: alarm; `link`: among words. */
  kind?: 'main' | 'red' | 'link' | undefined;
  isSmall?: boolean;
}

type ButtonProps = Look & Omit<ComponentProps<'button'>, 'onClick' | 'children'> & { onClick?(): unknown };

export function Button({ label, icon: Icon, kind, isSmall, className, onClick, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={classOf({ kind, isSmall, className })} onClick={onClick && (() => void onClick())}>
      {Icon && <Icon aria-hidden="true" />}
      {Icon && ' '}
      {label}
    </button>
  );
}

type LinkProps = Look & Omit<ComponentProps<'a'>, 'children'> & { href: string };

export function LinkButton({ label, icon: Icon, kind, isSmall, className, ...rest }: LinkProps) {
  return (
    <Link {...rest} className={classOf({ kind, isSmall, className })}>
      {Icon && <Icon aria-hidden="true" />}
      {Icon && ' '}
      {label}
    </Link>
  );
}

function classOf({ kind, isSmall, className = '' }: Pick<ButtonProps, 'kind' | 'isSmall' | 'className'>): string {
  const look = kind === 'link' ? 'link-button' : `button ${kind ? `button-${kind}` : ''}`;
  return `${look} ${isSmall ? 'button-small' : ''} ${className}`.trim();
}
