import { Route } from 'lucide-react';
import type { Icons } from '../app/icons.ts';

export const icons: Icons = {
  '/plans': Route,
};
