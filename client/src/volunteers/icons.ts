import { CalendarDays, HeartHandshake, QrCode, UsersRound } from 'lucide-react';
import type { Icons } from '../app/icons.ts';

export const icons: Icons = {
  '/shifts': CalendarDays,
  '/post': QrCode,
  '/volunteer': HeartHandshake,
  '/volunteers': UsersRound,
};
