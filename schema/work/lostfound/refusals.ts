// Why something is not posted, claimed or handed out.
import { notFound, refusalKind, refuse, tells } from '../../frame/refusals.ts';
import { say } from '../../frame/speech.ts';

export const LostFoundPlaceMissing = refusalKind('LostFoundPlaceMissing', '没有说在哪里 / No place was given');
export const LostFoundOwn = refusalKind('LostFoundOwn', '是本人登记的 / The viewer posted it');
export const LostFoundTaken = refusalKind('LostFoundTaken', '已被别人认领，或已办结 / Somebody else has claimed it, or it is closed');
export const LostFoundAnswerWrong = refusalKind(
  'LostFoundAnswerWrong',
  '答案不对 / The answer is wrong',
  tells<{ triesLeft: number }>((t) => ({ triesLeft: t.exposeInt('triesLeft', { description: '还能答几次 / Tries left' }) })),
);
export const LostFoundLocked = refusalKind('LostFoundLocked', '答错太多次 / Too many wrong answers');
export const LostFoundCodeWrong = refusalKind('LostFoundCodeWrong', '取件码不对 / The pickup code is wrong');

export const itemGone = say('没有找到这条失物招领，可能已撤下。', 'Post not found. It may have been withdrawn.');
export const questionMissing = say(
  '请出一个只有失主答得上的问题，并写下答案。',
  'Ask a question that only the owner can answer, and write the answer.',
);
export const inFuture = say('时间不能晚于现在。', 'The time cannot be in the future.');
export const refusals = {
  itemGone: notFound(itemGone),
  placeMissing: refuse(
    LostFoundPlaceMissing,
    say('请写上在哪里丢的或捡到的，或在地图上点一下。', 'Say where it was lost or found, or tap the place on the map.'),
  ),
  own: refuse(LostFoundOwn, say('这是您自己登记的，不用认领。', 'You posted this yourself, so you need not claim it.')),
  taken: refuse(
    LostFoundTaken,
    say(
      '已有人认领，或已办结。如果是您的，请到警务室说明。',
      'It was claimed or is closed. If it is yours, please tell the police office.',
    ),
  ),
  wrong: (triesLeft: number) =>
    refuse(LostFoundAnswerWrong, say(`答案不对，还可以再答 ${triesLeft} 次。`, `That is not the answer. Tries left: ${triesLeft}.`), {
      triesLeft,
    }),
  locked: refuse(
    LostFoundLocked,
    say(
      '已答错三次。请带上能证明是您的东西，到警务室认领。',
      'Three wrong answers. Please come to the police office with proof that it is yours.',
    ),
  ),
  codeWrong: refuse(
    LostFoundCodeWrong,
    say('取件码不对，请让本人再出示一次。', 'The pickup code is wrong. Ask the person to show it again.'),
  ),
} as const;
