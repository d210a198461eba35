// Words of the page of notices.
export const words = {
  zh: {
    title: '消息',
    none: '还没有消息',
    noneHint: '班次提醒、候补递补、换班和邀请会出现在这里。',
  },
  en: {
    title: 'Messages',
    none: 'No messages yet',
    noneHint: 'Shift reminders, wait-list places, swaps and invitations appear here.',
  },
};
