import { ChartColumn, Medal, ScrollText } from 'lucide-react';
import type { Icons } from '../app/icons.ts';

export const icons: Icons = {
  '/service': ScrollText,
  '/honours': Medal,
  '/kpi': ChartColumn,
};
