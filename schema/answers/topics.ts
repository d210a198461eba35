// Live topics of answers.

/** A step was made: for the job that tells voters. */
export const STEPS_TOPIC = 'answers:steps';

/** What is owed and what is to be looked at has changed: for whoever works on it. */
export const HOT_DESK_TOPIC = 'answers:desk';
