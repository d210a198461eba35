// Sentences about answers and surges, in the person's language.
import type { Language } from '../context.ts';

const words = {
  zh: {
    notResponsible: '这个议题由所在网格的民警答复。您可以在讨论里说明，或请民警把您加为共同承办。',
    frozen: '这个议题的投票激增还没核实，核实前不能列入巡逻。请先核实。',
    onlyFixing: '共同承办单位可以答复和标为整改中；解决或不予采纳由民警决定。',
    closed: '这个议题已经办结，只能补充说明，不能改状态。',
    staffNotFound: '没有找到这位可以共同承办的工作人员。',
    ticketNotFound: '没有找到这个事件，或您看不到它。',
    flagNotFound: '没有找到这条核实，可能已经处理。',
    flagRaised: '这个议题已在核实中。',
    flagDecided: '别人刚核实过，请看结果。',
    ownFlag: '自己标记的须由别人核实。请同事或指挥室来看。',
  },
  en: {
    notResponsible: 'The officer on duty in the issue’s grid answers it. To share the work, ask the officer to add you as a co-owner.',
    frozen: 'This issue’s votes are under review. It cannot be put on the patrol list until the review is done.',
    onlyFixing: 'Co-owners can answer and mark the issue as being fixed; only the officer can mark it as solved or declined.',
    closed: 'This issue is closed. You can add to the answer, but not change the status.',
    staffNotFound: 'No staff member who can be a co-owner was found with this ID.',
    ticketNotFound: 'Ticket not found, or you do not have access to it.',
    flagNotFound: 'Flag not found. It may already have been reviewed.',
    flagRaised: 'This issue is already under review.',
    flagDecided: 'Someone else has just reviewed it. See the result.',
    ownFlag: 'You cannot review a flag you raised yourself. Ask a colleague or the dispatch desk.',
  },
} as const;

export const answerWords = (language: Language) => words[language];
