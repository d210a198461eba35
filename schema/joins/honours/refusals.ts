// Why praise, papers and the vote for the star of the month are refused.
import { wordsIn } from '../../frame/errors/words.ts';
import { conflict, forbidden, notFound } from '../../frame/refusals.ts';
import { say } from '../../frame/speech.ts';

export const spanWrong = say('结束须晚于开始。', 'The start must be before the end.');
export const nothingServed = say('这段时间没有服务记录，请换一段时间。', 'There is no service in this period. Choose another period.');
export const praiseGone = say('没有找到这条表扬。', 'Praise not found.');
export const nomineeGone = say('没有找到这位志愿者，或本人不愿署名参评。', 'Volunteer not found, or has not agreed to be named.');
export const notOneself = say('不能提名自己，也不能投自己，请看看别人。', 'You cannot nominate or vote for yourself. Choose someone else.');

export const refusals = {
  notYourRole: forbidden(({ language }) => wordsIn(language).forbidden),
  certificateNotFound: notFound(say('没有找到这张证书，请核对查验码。', 'Certificate not found. Check the code and try again.')),
  alreadyRevoked: notFound(say('这张证书已经作废。', 'This certificate has already been revoked.')),
  memberNotFound: notFound(say('没有找到这位队员。', 'Team member not found.')),
  nomineeNotFound: notFound(nomineeGone),
  notYours: forbidden(say('只有被表扬的人、队长和民警可以决定。', 'Only the person praised, the captain and officers can decide this.')),
  alreadyNominated: conflict(
    say('本月已经有人提名这位志愿者，直接投票就好。', 'This volunteer has already been nominated this month. Vote for them instead.'),
  ),
} as const;
