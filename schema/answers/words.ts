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
    notResponsible: 'The officer of its grid answers this issue. Ask the officer to make you a co-owner if you share the work.',
    frozen: 'A surge of votes for this issue waits to be looked at. Look at it first: until then it goes on no patrol list.',
    onlyFixing: 'Co-owners may answer and say that it is being fixed; the officer decides whether it is solved or declined.',
    closed: 'This issue is closed: you may add to it, but it stays closed.',
    staffNotFound: 'Nobody who could share the work was found under this id.',
    ticketNotFound: 'This ticket was not found, or you may not see it.',
    flagNotFound: 'This flag was not found. Somebody may have dealt with it.',
    flagRaised: 'A flag is up for this issue already.',
    flagDecided: 'Somebody else has just looked. See what they found.',
    ownFlag: 'Somebody else must look at a flag that you have raised. Ask a colleague or the dispatch desk.',
  },
} as const;

export const answerWords = (language: Language) => words[language];
