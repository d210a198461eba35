// Why a surge is not flagged or reviewed.
import { conflict, forbidden, notFound, refusalKind, refuse } from '../../frame/refusals.ts';
import { say } from '../../frame/speech.ts';

export const OwnFlag = refusalKind('OwnFlag', '自己标记的须由别人核实 / You cannot review a flag you raised yourself');

export const flagGone = say('没有找到这条核实，可能已经处理。', 'Flag not found. It may already have been reviewed.');

export const refusals = {
  mayNot: forbidden(),
  flagNotFound: notFound(flagGone),
  flagRaised: conflict(say('这个议题已在核实中。', 'This issue is already under review.')),
  flagDecided: conflict(say('别人刚核实过，请看结果。', 'Someone else has just reviewed it. See the result.')),
  ownFlag: refuse(
    OwnFlag,
    say(
      '自己标记的须由别人核实。请同事或指挥室来看。',
      'You cannot review a flag you raised yourself. Ask a colleague or the dispatch desk.',
    ),
  ),
} as const;
