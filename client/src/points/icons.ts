import { Gift, ScanLine, Store } from 'lucide-react';
import type { Icons } from '../app/icons.ts';

export const icons: Icons = {
  '/points': Gift,
  '/rewards': Store,
  '/counter': ScanLine,
};
