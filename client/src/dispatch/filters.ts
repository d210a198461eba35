// What of the board is shown; kept in the address, so that a view can be shared, saved and gone back to.
import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import type { BoardTicketFragment } from '../generated/tickets/graphql.ts';

export interface BoardFilter {
  priorities: readonly string[];
  category: string;
  gridId: string;
  isOverdue: boolean;
  /** Of number, words, place or handler. */
  text: string;
}

export interface BoardView extends BoardFilter {
  hasLanes: boolean;
  isWall: boolean;
  /** The ticket whose panel is open. */
  openId: string;
}

export function useBoardView(): [view: BoardView, change: (more: Partial<BoardView>) => void] {
  const [params, setParams] = useSearchParams();
  const view = useMemo(() => readView(params), [params]);
  const change = (more: Partial<BoardView>) => setParams(writeView({ ...view, ...more }), { replace: true });
  return [view, change];
}

function readView(params: URLSearchParams): BoardView {
  return {
    priorities: (params.get('p') ?? '').split(',').filter((one) => /^P[1-4]$/.test(one)),
    category: params.get('c') ?? '',
    gridId: params.get('g') ?? '',
    isOverdue: params.get('late') === '1',
    text: params.get('q') ?? '',
    hasLanes: params.get('lanes') === '1',
    isWall: params.get('wall') === '1',
    openId: params.get('t') ?? '',
  };
}

function writeView(view: BoardView): Record<string, string> {
  const all = {
    p: view.priorities.join(','),
    c: view.category,
    g: view.gridId,
    late: view.isOverdue ? '1' : '',
    q: view.text,
    lanes: view.hasLanes ? '1' : '',
    wall: view.isWall ? '1' : '',
    t: view.openId,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

export const isFiltered = ({ priorities, category, gridId, isOverdue, text }: BoardFilter) =>
  priorities.length > 0 || category !== '' || gridId !== '' || isOverdue || text !== '';

export const NO_FILTER: BoardFilter = { priorities: [], category: '', gridId: '', isOverdue: false, text: '' };

export function passes(ticket: BoardTicketFragment, { priorities, category, gridId, isOverdue, text }: BoardFilter): boolean {
  return (
    (priorities.length === 0 || priorities.includes(ticket.priority)) &&
    (category === '' || ticket.category.code === category) &&
    (gridId === '' || ticket.grid?.id === gridId) &&
    (!isOverdue || (ticket.dueAt !== null && Date.parse(ticket.dueAt) < Date.now())) &&
    (text === '' || textOf(ticket).includes(text.toLowerCase()))
  );
}

const textOf = ({ number, description, address, category, grid, assignee }: BoardTicketFragment) =>
  [number, description, address, category.nameZh, category.nameEn, grid?.name, assignee?.title].join(' ').toLowerCase();

/** The same filter for a file: what the server takes of it. */
export function exportAddress(format: 'csv' | 'geojson', { priorities, category, gridId, isOverdue }: BoardFilter): string {
  const query = new URLSearchParams({
    ...(priorities.length > 0 ? { priorities: priorities.join(',') } : {}),
    ...(category ? { categories: category } : {}),
    ...(gridId ? { gridId } : {}),
    ...(isOverdue ? { isOverdue: '1' } : {}),
  });
  return `/exports/tickets.${format}?${query}`;
}

interface SavedView {
  name: string;
  /** The address behind "?". */
  query: string;
}

const KEY = 'xieshou.boardViews';

/** Views that were given a name on this device. */
export function savedViews(): SavedView[] {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]') as SavedView[];
  } catch {
    return [];
  }
}

export function saveView(name: string, view: BoardView): void {
  const query = new URLSearchParams(writeView({ ...view, openId: '' })).toString();
  localStorage.setItem(KEY, JSON.stringify([...savedViews().filter((saved) => saved.name !== name), { name, query }]));
}

export function forgetView(name: string): void {
  localStorage.setItem(KEY, JSON.stringify(savedViews().filter((saved) => saved.name !== name)));
}
