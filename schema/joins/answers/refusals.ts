// Why an issue is not answered, shared, closed or flagged.
import { conflict, forbidden, notFound, refusalKind, refuse } from '../../frame/refusals.ts';
import { say } from '../../frame/speech.ts';
import { hotIssueGone } from '../../work/hotlist/refusals.ts';
import type { AnswerRefusal } from './rules.ts';

export const NotResponsible = refusalKind(
  'NotResponsible',
  '不负责这个议题，不能答复 / Not responsible for the issue, so cannot answer it',
);
export const SurgeFrozen = refusalKind(
  'SurgeFrozen',
  '投票激增待核实，暂不能列入巡逻 / Its votes are under review: it cannot be put on the patrol list',
);

export const ownerGone = say('没有找到这位可以共同承办的工作人员。', 'No staff member who can be a co-owner was found with this ID.');
export const ticketGone = say('没有找到这个事件，或您看不到它。', 'Ticket not found, or you do not have access to it.');

export const refusals = {
  notResponsible: refuse(
    NotResponsible,
    say(
      '这个议题由所在网格的民警答复。您可以在讨论里说明，或请民警把您加为共同承办。',
      'The officer on duty in the issue’s grid answers it. To share the work, ask the officer to add you as a co-owner.',
    ),
  ),
  ownerNotFound: notFound(ownerGone),
  mayNotClose: forbidden(
    say(
      '只有负责这个网格的民警、网格员或指挥室可以办结议题。',
      'Only the officer or grid worker on duty in this grid, or the dispatch desk, can close the issue.',
    ),
  ),
  alreadyClosed: conflict(say('这个议题已经办结。', 'This issue is already closed.')),
} as const;

/** By why an answer was not kept. */
export const unanswered = {
  'not-found': notFound(hotIssueGone),
  closed: conflict(
    say('这个议题已经办结，只能补充说明，不能改状态。', 'This issue is closed. You can add to the answer, but not change the status.'),
  ),
  frozen: refuse(
    SurgeFrozen,
    say(
      '这个议题的投票激增还没核实，核实前不能列入巡逻。请先核实。',
      'This issue’s votes are under review. It cannot be put on the patrol list until the review is done.',
    ),
  ),
  'not-yours': forbidden(
    say(
      '共同承办单位可以答复和标为整改中；解决或不予采纳由民警决定。',
      'Co-owners can answer and mark the issue as being fixed; only the officer can mark it as solved or declined.',
    ),
  ),
} satisfies { [Why in AnswerRefusal | 'not-found']: unknown };
