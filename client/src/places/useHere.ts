// Where the phone is, if it may be known: it is never asked for only to say how far something is.
import { useEffect, useState } from 'react';
import type { Point } from './ways.ts';

/** Null: not allowed before, or not known yet. */
export function useHere(isWanted: boolean): Point | null {
  const [here, setHere] = useState<Point | null>(null);
  useEffect(() => {
    if (!isWanted || !navigator.permissions) return;
    let isGone = false;
    const locate = async () => {
      const { state } = await navigator.permissions.query({ name: 'geolocation' });
      if (state !== 'granted' || isGone) return;
      navigator.geolocation.getCurrentPosition(
        ({ coords: { longitude, latitude } }) => !isGone && setHere({ longitude, latitude }),
        () => {}, // then it is not said how far it is
        { maximumAge: 60_000, timeout: 10_000 },
      );
    };
    void locate().catch(() => {}); // a browser that does not know the permission
    return () => {
      isGone = true;
    };
  }, [isWanted]);
  return here;
}
