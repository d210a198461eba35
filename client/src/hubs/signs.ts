import { CirclePlus, Ellipsis, LayoutGrid } from 'lucide-react';
import type { Signs } from '../app/signs.ts';

export const signs: Signs = {
  '/services': { icon: LayoutGrid },
  '/field': { icon: CirclePlus },
  '/more': { icon: Ellipsis },
};
