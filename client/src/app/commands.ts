// What the page that is open can do, offered in the palette beside the ways to all pages.
import { useEffect, useRef } from 'react';

export interface Command {
  id: string;
  name: string;
  /** What it is found by, if by more than its name. */
  title?: string;
  also?: string | undefined;
  /** The key that does the same. */
  keyHint?: string;
  run(): void;
}

let offered: (() => readonly Command[]) | null = null;

/** Offers a page's commands as long as it is shown. @param commands asked when somebody looks for one */
export function useCommands(commands: () => readonly Command[]): void {
  const current = useRef(commands);
  current.current = commands;
  useEffect(() => {
    const offer = () => current.current();
    offered = offer;
    return () => {
      if (offered === offer) offered = null;
    };
  }, []);
}

export const offeredCommands = (): readonly Command[] => offered?.() ?? [];
