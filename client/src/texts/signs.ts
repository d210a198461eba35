import { Accessibility, CircleHelp, FileText, Info, Shield } from 'lucide-react';
import type { Signs } from '../app/signs.ts';

export const signs: Signs = {
  '/help': { icon: CircleHelp, also: '常见问题 怎么办 人工 questions how' },
  '/about': { icon: Info, also: '派出所 电话 地址 station phone' },
  '/terms': { icon: FileText, also: '条款 协议 conditions' },
  '/privacy': { icon: Shield, also: '个人信息 personal data' },
  '/accessibility': { icon: Accessibility, also: '适老 读屏 大字 screen reader' },
};
