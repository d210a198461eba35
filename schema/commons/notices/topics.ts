// Live topics of notices.

/** Any notice: for the job that wakes browsers. */
export const NOTICES_TOPIC = 'notices';

/** What one person is told; by their id as a resident or as staff. */
export const noticeTopic = (personId: string) => `notices:${personId}`;

/** What to touch once these were told something. */
export const noticeTopics = (personIds: readonly string[]): string[] =>
  personIds.length > 0 ? [NOTICES_TOPIC, ...personIds.map(noticeTopic)] : [];
