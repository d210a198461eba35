import { CircleHelp, FileText, Info, PersonStanding, ShieldCheck } from 'lucide-react';
import type { Icons } from '../app/icons.ts';

export const icons: Icons = {
  '/help': CircleHelp,
  '/about': Info,
  '/terms': FileText,
  '/privacy': ShieldCheck,
  '/accessibility': PersonStanding,
};
