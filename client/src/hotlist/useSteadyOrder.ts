// The order on the screen: follows the data, but not under a finger, and entries glide to their new places.
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { HotEdge } from './useHotList.ts';

/** How long after the finger has gone nothing moves: the next tap may be on its way. */
const REST_MS = 1200;
const GLIDE_MS = 320;

export interface Placed {
  id: string;
  rank: number;
  previousRank: number | null;
}

const placesOf = (edges: readonly HotEdge[]): Placed[] =>
  edges.map(({ rank, previousRank, node }) => ({ id: node.id, rank, previousRank }));
const sameOrder = (a: readonly Placed[], b: readonly Placed[]) => a.length === b.length && a.every(({ id }, index) => id === b[index]?.id);

/**
 * The places to show, and whether a newer order is being held back. `list` must be an element whose children carry
 * `data-id`.
 */
export function useSteadyOrder(edges: readonly HotEdge[], list: RefObject<HTMLElement | null>) {
  const latest = placesOf(edges);
  const [shown, setShown] = useState(latest);
  const [isHeld, setHeld] = useState(false);
  const hasNews = !sameOrder(shown, latest);
  const before = useRef(new Map<string, number>());

  const apply = useCallback(
    (next: Placed[]) => {
      before.current = positions(list.current);
      setShown(next);
    },
    [list],
  );

  const latestKey = JSON.stringify(latest);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the places by value
  useEffect(() => {
    if (!isHeld) apply(latest);
  }, [latestKey, isHeld, apply]);

  const shownKey = shown.map(({ id }) => id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the order on the screen has changed
  useLayoutEffect(() => glide(list.current, before.current), [shownKey]);

  useFinger(list, setHeld);
  return { places: shown, hasNews: hasNews && isHeld, showNews: () => apply(latest) };
}

function useFinger(list: RefObject<HTMLElement | null>, setHeld: (isHeld: boolean) => void): void {
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const down = () => {
      clearTimeout(rest);
      setHeld(true);
    };
    const up = () => {
      clearTimeout(rest);
      rest = setTimeout(() => setHeld(false), REST_MS);
    };
    element.addEventListener('pointerdown', down);
    // On the window: a finger may leave the list before it is lifted, and scrolling cancels the pointer.
    addEventListener('pointerup', up);
    addEventListener('pointercancel', up);
    addEventListener('touchend', up);
    return () => {
      clearTimeout(rest);
      element.removeEventListener('pointerdown', down);
      removeEventListener('pointerup', up);
      removeEventListener('pointercancel', up);
      removeEventListener('touchend', up);
    };
  }, [list, setHeld]);
}

function rows(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.children ?? [])] as HTMLElement[];
}

function positions(list: HTMLElement | null): Map<string, number> {
  return new Map(rows(list).map((row) => [row.dataset.id ?? '', row.offsetTop]));
}

/** FLIP: rows start where they were and move to where they are. With reduced motion they flash softly instead. */
function glide(list: HTMLElement | null, before: Map<string, number>): void {
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  for (const row of rows(list)) {
    const from = before.get(row.dataset.id ?? '');
    if (from === undefined || from === row.offsetTop) continue;
    if (isStill) row.animate([{ backgroundColor: 'var(--heat-soft)' }, {}], { duration: 800, easing: 'ease-out' });
    else
      row.animate([{ transform: `translateY(${from - row.offsetTop}px)` }, { transform: 'none' }], {
        duration: GLIDE_MS,
        easing: 'ease-out',
      });
  }
}
