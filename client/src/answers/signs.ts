import { MessageSquareText } from 'lucide-react';
import type { Signs } from '../app/signs.ts';
import { useWaiting } from '../inbox/useWaiting.ts';

export const signs: Signs = {
  '/hot-desk': {
    icon: MessageSquareText,
    also: '答复 回应 刷票 激增 answer reply surge',
    useCount: () => useWaiting('ANSWER_OWED', 'SURGE_TO_JUDGE'),
    counts: 'toDo',
  },
};
