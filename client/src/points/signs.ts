import { Gift, ScanLine, Store } from 'lucide-react';
import type { Signs } from '../app/signs.ts';

export const signs: Signs = {
  '/points': {
    icon: Gift,
    also: '兑换 奖品 礼品 商城 兑换券 rewards shop vouchers redeem',
    as: { volunteering: { zh: '积分与奖品', en: 'Points and rewards' } },
  },
  '/rewards': { icon: Store, also: '上架 库存 stock shelf' },
  '/counter': { icon: ScanLine, also: '核销 兑换券 redeem voucher', as: { spot: { zh: '核销兑换', en: 'Redeem a voucher' } } },
};
