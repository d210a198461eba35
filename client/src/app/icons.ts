// Icons of pages that have a row and no tab: each room's own, loaded with the page that shows them.
import type { LucideIcon } from 'lucide-react';

/** By the page's path, without what may follow. */
export type Icons = Readonly<Record<string, LucideIcon>>;

const FOUND = import.meta.glob<Icons>('../*/icons.ts', { eager: true, import: 'icons' });

export const ICONS: Icons = Object.assign({}, ...Object.values(FOUND));
