// Turning pushes to this browser on and off.
import { useEffect, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { personOf, useMe } from '../app/useMe.ts';
import { PushKeyDocument, PushSubscribeDocument, PushUnsubscribeDocument } from '../generated/account/graphql.ts';
import { useWords } from '../ui/preferences.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { arePushesFor, canPush, inputOf, keepPushesFor, subscriptionHere } from './pushes.ts';
import { words } from './words.ts';

/** `isOn` is null until it is known. `canTurnOn`: the deployment sends pushes, and the browser could take them. */
export function usePushes() {
  const w = useWords(words);
  const client = useClient();
  const { send, problem, fail } = useSubmission();
  const [{ data }] = useQuery({ query: PushKeyDocument, pause: !canPush });
  const [isOn, setOn] = useState<boolean | null>(null);
  const me = useMe();
  const person = me ? personOf(me) : null;
  useEffect(() => {
    if (person) void subscriptionHere().then((made) => setOn(made !== null && arePushesFor(person)));
  }, [person]);
  const key = data?.pushKey;

  const turnOn = async () => {
    try {
      const worker = await navigator.serviceWorker.ready;
      const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      const subscribed = await send(PushSubscribeDocument, { input: inputOf(made) });
      if (subscribed) keepPushesFor(person);
      setOn(subscribed !== null);
    } catch {
      fail(w.pushRefused);
    }
  };
  const turnOff = async () => {
    const made = await (await navigator.serviceWorker.getRegistration())?.pushManager.getSubscription();
    if (made) {
      await client.mutation(PushUnsubscribeDocument, { endpoint: made.endpoint }).toPromise();
      await made.unsubscribe();
    }
    keepPushesFor(null);
    setOn(false);
  };
  return { canTurnOn: Boolean(canPush && key), isOn, person, turnOn, turnOff, problem };
}
