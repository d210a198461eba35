// Why an account or a duty stays as it is.
import { conflict, notFound } from '../../frame/refusals.ts';
import { say } from '../../frame/speech.ts';

export const staffGone = say('没有找到这位工作人员。', 'Staff member not found.');
export const dutyGone = say('没有找到这条值守。', 'Duty not found.');
export const loginForm = say('登录名须为 3–30 位字母、数字或 . _ -。', 'The login must be 3–30 letters, digits or . _ -.');
export const loginTaken = say('这个登录名已有人使用。', 'This login is taken. Choose another one.');
export const onlyOfficers = say('只有社区民警可以作为网格的责任人。', 'Only a community officer can be responsible for a grid.');
export const dutyOrder = say('结束时间须晚于开始时间。', 'The end must be after the start.');
export const dutyPast = say(
  '开始时间不能早于现在：过去的值守是记录，不能改。',
  'Choose a start that is not in the past: past duties are a record and cannot be changed.',
);

export const refusals = {
  staffNotFound: notFound(staffGone),
  dutyNotFound: notFound(dutyGone),
  lastAdmin: conflict(say('不能停用最后一位管理员。', 'The last administrator’s access cannot be ended. Add another administrator first.')),
  dutyTaken: conflict(
    say('这个时间已有责任民警，请先调整原来的值守。', 'Another officer is responsible at that time. Change that duty first.'),
  ),
} as const;
