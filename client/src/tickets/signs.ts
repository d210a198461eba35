import { ClipboardList, MapPin, Megaphone } from 'lucide-react';
import { isStaff } from '../app/room.ts';
import type { Signs } from '../app/signs.ts';
import { useWaiting } from '../inbox/useWaiting.ts';
import { useUnread } from './useUnread.ts';

export const signs: Signs = {
  '/report': {
    icon: Megaphone,
    also: '报修 投诉 举报 噪声 路灯 拍照 反映问题 complain noise light photo',
    as: { spot: { zh: '发现问题', en: 'Report a problem' } },
  },
  '/tickets': {
    icon: ClipboardList,
    also: '进展 进度 事件 工单 编号 催办 progress tickets status',
    // Of staff, what is theirs to do; to residents, what they have not read.
    useCount: (visitor) => useUnread(isStaff(visitor) || !visitor.can?.readTickets) + useWaiting('TICKET_TO_ACCEPT', 'TICKET_TO_FINISH'),
    counts: 'toDo',
  },
  '/around': {
    icon: MapPin,
    also: '附近 周边 在办 地图 nearby around map',
    as: { neighbours: { zh: '身边在办的事', en: 'In progress nearby' } },
  },
};
