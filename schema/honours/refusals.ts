// Why praise and the vote for the star of the month are refused.
import { conflict, forbidden, notFound } from '../frame/refusals.ts';
import { type Say, say } from '../frame/speech.ts';
import { volunteerWords } from '../volunteers/words.ts';

export const teamGone: Say = ({ language }) => volunteerWords(language).teamNotFound;
export const praiseGone = say('没有找到这条表扬。', 'Praise not found.');
export const nomineeGone = say('没有找到这位志愿者，或本人不愿署名参评。', 'Volunteer not found, or has not agreed to be named.');
export const notOneself = say('不能提名自己，也不能投自己，请看看别人。', 'You cannot nominate or vote for yourself. Choose someone else.');

export const refusals = {
  memberNotFound: notFound(say('没有找到这位队员。', 'Team member not found.')),
  nomineeNotFound: notFound(nomineeGone),
  notYours: forbidden(say('只有被表扬的人、队长和民警可以决定。', 'Only the person praised, the captain and officers can decide this.')),
  alreadyNominated: conflict(
    say('本月已经有人提名这位志愿者，直接投票就好。', 'This volunteer has already been nominated this month. Vote for them instead.'),
  ),
} as const;
