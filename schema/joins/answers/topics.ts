// Live topics of answers.
import { issueTopic } from '../../work/hotlist/rules.ts';

/** A step was made: for the job that tells voters. */
export const STEPS_TOPIC = 'answers:steps';

/** Answers due or surges under review have changed: for the people who work on them. */
export const HOT_DESK_TOPIC = 'answers:desk';

/** What to touch when a patrol has made a step of an issue; null: it has not. */
export const stepTopics = (hotIssueId: string | null): string[] => (hotIssueId ? [issueTopic(hotIssueId), STEPS_TOPIC] : []);
