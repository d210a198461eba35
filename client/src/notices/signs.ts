import { Bell } from 'lucide-react';
import type { Signs } from '../app/signs.ts';
import { useUnreadNotices } from './useUnreadNotices.ts';

export const signs: Signs = {
  '/notices': { icon: Bell, also: '通知 提醒 notifications', useCount: ({ can }) => useUnreadNotices(!can) },
};
