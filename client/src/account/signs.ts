import { BellRing, Database, Eye, IdCard, Languages, ShieldCheck, UserRound, UsersRound } from 'lucide-react';
import type { Signs } from '../app/signs.ts';
import { useGuardianships } from './useGuardianships.ts';

export const signs: Signs = {
  '/me': { icon: UserRound, also: '设置 账号 退出登录 大字 settings account sign out' },
  '/me/real-name': { icon: IdCard, also: '身份证 认证 核实 户口 住址 identity card verify address' },
  '/me/family': {
    icon: UsersRound,
    also: '孩子 未成年 监护人 child minor parent',
    useCount: ({ isResident }) => useGuardianships(!isResident),
    counts: 'toDo',
  },
  '/me/reading': { icon: Languages, also: '大字 字号 长辈版 英文 对比度 large text size contrast Chinese English' },
  '/me/devices': { icon: BellRing, also: '推送 通知 设备 通行密钥 两步验证 push notifications passkey' },
  '/me/who-looked': { icon: Eye },
  '/me/data': { icon: Database },
  '/me/privacy': { icon: ShieldCheck },
};
