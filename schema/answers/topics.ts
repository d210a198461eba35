// Live topics of answers.
import { issueTopic } from '../hotlist/rules.ts';

/** A step was made: for the job that tells voters. */
export const STEPS_TOPIC = 'answers:steps';

/** What is owed and what is to be looked at has changed: for whoever works on it. */
export const HOT_DESK_TOPIC = 'answers:desk';

/** What to touch when a patrol has made a step of an issue; null: it has not. */
export const stepTopics = (hotIssueId: string | null): string[] => (hotIssueId ? [issueTopic(hotIssueId), STEPS_TOPIC] : []);
