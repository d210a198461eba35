// Live topics of notices.

/** Any notice: for the job that wakes browsers. */
export const NOTICES_TOPIC = 'notices';

/** What one person is told; by the id of the resident. */
export const noticeTopic = (residentId: string) => `notices:${residentId}`;

/** What to touch once these were told something. */
export const noticeTopics = (residentIds: readonly string[]): string[] =>
  residentIds.length > 0 ? [NOTICES_TOPIC, ...residentIds.map(noticeTopic)] : [];
