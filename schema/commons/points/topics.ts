// Live topics of points and rewards.

/** The rewards on offer and their stock. */
export const REWARDS_TOPIC = 'rewards';

/** A person's points. */
export const pointsTopic = (residentId: string) => `points:${residentId}`;
