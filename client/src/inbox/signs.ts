import { ListTodo } from 'lucide-react';
import type { Signs } from '../app/signs.ts';
import { useWaiting } from './useWaiting.ts';

export const signs: Signs = {
  '/inbox': {
    icon: ListTodo,
    also: '待办 收件箱 首页 inbox home',
    useCount: () => useWaiting(),
    counts: 'toDo',
  },
};
