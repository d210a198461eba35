// A page that nobody looks at is told nothing: it rests after half a minute, and catches up when somebody looks again.

const REST_AFTER_MS = 30_000;

let isAllowed = false;
let isResting = false;
let timer: ReturnType<typeof setTimeout> | undefined;
let onEach = () => {};

/** @param allowed whether the page may rest: not for whoever is called by it */
export function allowRest(allowed: boolean): void {
  isAllowed = allowed;
}

/** Calls back when the page begins to rest. */
export function onRest(listener: () => void): void {
  onEach = listener;
}

document.addEventListener('visibilitychange', () => {
  clearTimeout(timer);
  if (!document.hidden) return;
  timer = setTimeout(() => {
    if (!isAllowed) return;
    isResting = true;
    onEach();
  }, REST_AFTER_MS);
});

/** Waits until somebody looks again; answers whether there was something to wait for. */
export async function rested(): Promise<boolean> {
  if (!isResting) return false;
  while (document.hidden) await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
  isResting = false;
  return true;
}
