import { Settings2 } from 'lucide-react';
import type { Signs } from '../app/signs.ts';

export const signs: Signs = {
  '/admin': { icon: Settings2, also: '人员 值守 权限 密钥 楼栋 审计 staff duties rights keys buildings audit' },
};
