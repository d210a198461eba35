// Pushes to this browser, where the deployment can send them and the browser can take them.
import { useEffect, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { personOf, useMe } from '../app/useMe.ts';
import { PushKeyDocument, PushSubscribeDocument, PushUnsubscribeDocument } from '../generated/account/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Mistake } from '../ui/Field.tsx';
import { useWords } from '../ui/preferences.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { arePushesFor, canPush, inputOf, keepPushesFor, subscriptionHere } from './pushes.ts';
import { words } from './words.ts';

export function PushCard() {
  const w = useWords(words);
  const client = useClient();
  const { send, problem, fail } = useSubmission();
  const [{ data }] = useQuery({ query: PushKeyDocument, pause: !canPush });
  const [isOn, setOn] = useState(false);
  const me = useMe();
  const person = me ? personOf(me) : null;
  useEffect(() => {
    if (person) void subscriptionHere().then((made) => setOn(made !== null && arePushesFor(person)));
  }, [person]);
  const key = data?.pushKey;
  if (!canPush || !key) return null;

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
  return (
    <Card title={w.pushTitle}>
      <p className="note">{w.pushHint}</p>
      <Button label={isOn ? w.pushOff : w.pushOn} aria-pressed={isOn} onClick={() => (isOn ? turnOff() : turnOn())} />
      <Mistake text={problem || undefined} />
    </Card>
  );
}
