// What a partner key may be allowed, one scope at a time.

/** Scope and what it opens, Chinese and English. */
export const SCOPES = {
  'hotlist:read': '读取热榜 / Read the hot list',
  'hotlist:vote-count': '读取热榜票数与热度 / Read vote counts and heat',
  'tickets:read': '读取事件 / Read tickets',
  'tickets:write': '上报与更新事件 / Report and update tickets',
  'volunteers:read': '读取志愿服务与积分奖品，不含姓名 / Read volunteer service and rewards, without names',
  'stats:read': '读取统计 / Read statistics',
  'people:read': '读取居民资料（姓名电话打码） / Read residents, names and phones masked',
  'pii:read': '读取完整姓名与电话，须居民本人同意 / Read unmasked names and phones of residents who consented',
} as const;

export type Scope = keyof typeof SCOPES;
