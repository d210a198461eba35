// Where this phone is. Nobody waits for it longer than they say.

export interface Position {
  longitude: number;
  latitude: number;
  accuracyMetres: number;
}

/** A position that is at most this old is as good as a new one. */
const OLDEST_MS = 30_000;

/** The position, if it is to be had in time; asks for leave where that was not given yet. */
export function whereAmI(withinMs: number): Promise<Position | null> {
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => resolve(null), withinMs);
    const done = (position: Position | null) => {
      clearTimeout(giveUp);
      resolve(position);
    };
    if (!navigator.geolocation) return done(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude, accuracy } }) => done({ longitude, latitude, accuracyMetres: accuracy }),
      () => done(null),
      { enableHighAccuracy: true, timeout: withinMs, maximumAge: OLDEST_MS },
    );
  });
}

/** The same from those who have allowed it before: nobody is asked. */
export async function whereAmIUnasked(withinMs: number): Promise<Position | null> {
  const leave = await navigator.permissions?.query({ name: 'geolocation' }).catch(() => null);
  return leave?.state === 'granted' ? whereAmI(withinMs) : null;
}
