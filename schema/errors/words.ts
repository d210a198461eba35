// Sentences that reach people: what happened and what to do, in their language.
import type { Language } from '../context.ts';

const words = {
  zh: {
    unauthenticated: '您还没有登录，请先登录再操作。',
    forbidden: '您的身份不能进行这项操作。',
    residentsOnly: '只有居民可以投票和提议题；工作人员请用自己的居民账号。',
    boardNotFound: '没有找到这个热榜，可能网格或社区已经调整。',
    boardAmbiguous: '热榜只能选一个范围：网格或社区，二选一。',
    cursorInvalid: '翻页标记无效，请从第一页重新加载。',
    pageSizeInvalid: '每页条数须在 1 到 100 之间。',
    hotIssueNotFound: '没有找到这个议题，可能已被移除。',
    categoryNotFound: '没有这个类别，请重新选择。',
    gridNotFound: '没有找到这个网格，请重新选择位置。',
    hotIssueClosed: '这个议题已经办结，不能再投票或撤回。',
    retryLater: '现在投票的人太多，请稍后再试。',
    mayNotClose: '只有负责这个网格的民警、网格员或指挥室可以办结议题。',
    alreadyClosed: '这个议题已经办结。',
    invalidInput: '请改正标出的内容。',
    unavailable: '服务暂时不可用，请稍后再试。',
    demoOnly: '演示身份只在演示模式下可用。',
    personaNotFound: '没有这个演示身份。',
    textEmpty: '请填写内容。',
    textTooShort: (min: number) => `至少写 ${min} 个字。`,
    textTooLong: (max: number) => `最多 ${max} 个字。`,
    textControl: '内容里有不能显示的控制字符，请删去。',
    textMarkup: '内容里不能有网页标签（如 <b>），请只写文字。',
    pointInvalid: '位置的经纬度不正确。',
  },
  en: {
    unauthenticated: 'You are signed out. Sign in and try again.',
    forbidden: 'Your role may not do this.',
    residentsOnly: 'Only residents vote and raise issues. Staff: please use your own resident account.',
    boardNotFound: 'This board was not found; its grid or community may have changed.',
    boardAmbiguous: 'Choose one board: a grid or a community, not both.',
    cursorInvalid: 'The page cursor is not valid. Load from the first page again.',
    pageSizeInvalid: 'A page holds 1 to 100 entries.',
    hotIssueNotFound: 'This issue was not found. It may have been removed.',
    categoryNotFound: 'There is no such category. Please choose again.',
    gridNotFound: 'This grid was not found. Please choose the place again.',
    hotIssueClosed: 'This issue is closed: votes can no longer change.',
    retryLater: 'Very many people are voting right now. Please try again in a moment.',
    mayNotClose: 'Only the officer or grid worker on duty in this grid, or the dispatch desk, may close the issue.',
    alreadyClosed: 'This issue is closed already.',
    invalidInput: 'Please correct the marked fields.',
    unavailable: 'The service is not available right now. Please try again in a moment.',
    demoOnly: 'Demo personas exist in demo mode only.',
    personaNotFound: 'There is no such demo persona.',
    textEmpty: 'Please write something.',
    textTooShort: (min: number) => `Write at least ${min} characters.`,
    textTooLong: (max: number) => `At most ${max} characters.`,
    textControl: 'The text holds control characters that cannot be shown. Please remove them.',
    textMarkup: 'Web markup such as <b> is not allowed here. Please write plain text.',
    pointInvalid: 'Longitude or latitude is not valid.',
  },
} as const;

type Words = { [Key in keyof typeof words.zh]: (typeof words.zh)[Key] extends string ? string : (typeof words.zh)[Key] };

/** The server's sentences in that language. */
export function wordsIn(language: Language): Words {
  return words[language];
}
