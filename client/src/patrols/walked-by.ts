// By what a route is walked.

/** In which shift, or by which plan, a route is walked: as mutations want to hear it. */
export type WalkedBy = { shiftId: string } | { planId: string };

/** Whether something that waits on this phone belongs to a walk. */
export const isOf = (by: WalkedBy) => {
  const [[name, id] = ['', '']] = Object.entries(by);
  return ({ input }: { input: Record<string, unknown> }) => input[name] === id;
};
