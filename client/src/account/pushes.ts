// For whom this browser is woken. The server forgets a browser with its session, so whoever turned pushes on has them turned on
// again when they sign in; nobody else who uses the phone has.
const KEY = 'xieshou.pushes-for';

export const canPush = 'serviceWorker' in navigator && 'PushManager' in window;

/** What the server needs to wake this browser; null: it is not subscribed. */
export async function subscriptionHere(): Promise<{ endpoint: string; p256dh: string; auth: string } | null> {
  const worker = canPush ? await navigator.serviceWorker.getRegistration() : undefined;
  const made = await worker?.pushManager.getSubscription();
  return made ? inputOf(made) : null;
}

export function inputOf(made: PushSubscription): { endpoint: string; p256dh: string; auth: string } {
  const { endpoint = '', keys = {} } = made.toJSON();
  return { endpoint, p256dh: keys.p256dh ?? '', auth: keys.auth ?? '' };
}

export function arePushesFor(person: string): boolean {
  return canPush && localStorage.getItem(KEY) === person;
}

/** @param person null: nobody's any more */
export function keepPushesFor(person: string | null): void {
  if (person === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, person);
}
