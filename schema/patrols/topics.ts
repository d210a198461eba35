// Live topics of patrols.
import { stepTopics } from '../answers/topics.ts';
import { PATROLS_TOPIC, shiftTopic } from '../volunteers/topics.ts';

/** What to touch when something was found on a patrol. @param shiftId of a volunteer; @param hotIssueId whose step it is */
export const findingTopics = (shiftId: string | null, hotIssueId: string | null): string[] => [
  PATROLS_TOPIC,
  ...(shiftId ? [shiftTopic(shiftId)] : []),
  ...stepTopics(hotIssueId),
];
