// Words of a report on its way.
import type { Stage } from './ahead.ts';

const zh = {
  title: '我的进展',
  all: '全部',
  none: '看到不放心的事？两步告诉民警。',
  stage: { RECEIVED: '已受理', ASSIGNED: '已派人', AT_WORK: '办理中', DONE: '已处置', CONFIRMED: '您已确认' } satisfies Record<
    Stage,
    string
  >,
  reached: (n: number, of: number) => `第 ${n} 步，共 ${of} 步`,
  next: {
    RECEIVED: (): string => '',
    ASSIGNED: (by: string) => (by ? `接下来：${by} 前派人` : '接下来：派人去办'),
    AT_WORK: (by: string) => (by ? `接下来：${by} 前有人接手` : '接下来：有人接手'),
    DONE: (by: string) => (by ? `接下来：${by} 前办好` : '接下来：办好后告诉您'),
    CONFIRMED: () => '接下来：请您看看结果，确认并评价',
  } satisfies Record<Stage, (by: string) => string>,
};

export const aheadWords = {
  zh,
  en: {
    title: 'My reports',
    all: 'All',
    none: 'Something worrying you? Tell the police in two steps.',
    stage: { RECEIVED: 'Received', ASSIGNED: 'Assigned', AT_WORK: 'In progress', DONE: 'Resolved', CONFIRMED: 'Confirmed' },
    reached: (n, of) => `Step ${n} of ${of}`,
    next: {
      RECEIVED: () => '',
      ASSIGNED: (by) => (by ? `Next: assigned by ${by}` : 'Next: somebody is assigned'),
      AT_WORK: (by) => (by ? `Next: taken up by ${by}` : 'Next: somebody takes it up'),
      DONE: (by) => (by ? `Next: resolved by ${by}` : 'Next: you hear when it is resolved'),
      CONFIRMED: () => 'Next: look at the result, confirm and rate it',
    },
  } satisfies typeof zh as typeof zh,
};
