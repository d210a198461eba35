import { Umbrella } from 'lucide-react';
import type { Signs } from '../app/signs.ts';
import { useWaiting } from '../inbox/useWaiting.ts';

export const signs: Signs = {
  '/lost-found': {
    icon: Umbrella,
    also: '丢了 捡到 找东西 钥匙 钱包 挂失 认领 lost wallet keys found claim',
    useCount: () => useWaiting('FOUND_TO_HAND_OUT'),
    counts: 'toDo',
  },
};
