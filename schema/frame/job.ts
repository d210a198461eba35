// What is done again and again, by itself: declared by a module, run by the house.

export interface Job {
  /** For the log. */
  name: string;
  /** It runs at the start, and so many milliseconds after each run at the latest. */
  everyMs: number;
  /** A topic: it runs after each change of it, too. */
  on?: string;
  /** Milliseconds between two runs at least, however much changes. */
  pauseMs?: number;
  /** Does what is due. A number: so many milliseconds later there is more, if nothing calls for it before. */
  work(): Promise<unknown>;
}
