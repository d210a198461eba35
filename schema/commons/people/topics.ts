// Live topics of people.

/** Real-name registrations that wait: one more, one less. */
export const QUEUE_TOPIC = 'people:real-names';
