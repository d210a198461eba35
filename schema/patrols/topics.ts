// Live topics of patrols.
import { STEPS_TOPIC } from '../answers/topics.ts';
import { issueTopic } from '../hotlist/rules.ts';

/** Plans and who walks: for the desk. */
export const PATROLS_TOPIC = 'patrols';

/** What to touch when a patrol has made a step of an issue; null: it has not. */
export const stepTopics = (hotIssueId: string | null): string[] => (hotIssueId ? [issueTopic(hotIssueId), STEPS_TOPIC] : []);
