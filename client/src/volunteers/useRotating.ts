// A code that is replaced by the next one when its time is over.
import { useEffect, useRef, useState } from 'react';

/** Seconds until `changesAt`; calls `onStale` once when they are over. */
export function useRotating(changesAt: string | null, onStale: () => void): number {
  const [now, setNow] = useState(Date.now);
  const tell = useRef(onStale);
  tell.current = onStale;
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = changesAt === null ? 0 : Math.max(0, Math.ceil((Date.parse(changesAt) - now) / 1000));
  const isStale = changesAt !== null && left === 0;
  useEffect(() => {
    if (isStale) tell.current();
  }, [isStale]);
  return left;
}
