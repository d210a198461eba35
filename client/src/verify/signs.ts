import { UserCheck } from 'lucide-react';
import type { Signs } from '../app/signs.ts';
import { useWaiting } from '../inbox/useWaiting.ts';

export const signs: Signs = {
  '/verify': {
    icon: UserCheck,
    also: '实名审核 身份证 登记 identity real name',
    as: { manage: { zh: '实名审核', en: 'Verify real names' } },
    useCount: () => useWaiting('REAL_NAME_TO_VERIFY'),
    counts: 'toDo',
  },
};
