// Pushes to this browser, where the deployment can send them and the browser can take them.
import { useEffect, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { useWords } from '../app/preferences.ts';
import { PushKeyDocument, PushSubscribeDocument, PushUnsubscribeDocument } from '../generated/account/graphql.ts';
import { Mistake } from '../ui/Field.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

const canPush = 'serviceWorker' in navigator && 'PushManager' in window;

export function PushCard() {
  const w = useWords(words);
  const client = useClient();
  const { send, problem, fail } = useSubmission();
  const [{ data }] = useQuery({ query: PushKeyDocument, pause: !canPush });
  const [isOn, setOn] = useState(false);
  useEffect(() => {
    if (canPush) void registered().then(async (worker) => setOn(Boolean(await worker?.pushManager.getSubscription())));
  }, []);
  const key = data?.pushKey;
  if (!canPush || !key) return null;

  const turnOn = async () => {
    try {
      const worker = await navigator.serviceWorker.ready;
      const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      const { endpoint = '', keys = {} } = made.toJSON();
      const subscribed = await send(PushSubscribeDocument, { input: { endpoint, p256dh: keys.p256dh ?? '', auth: keys.auth ?? '' } });
      setOn(subscribed !== null);
    } catch {
      fail(w.pushRefused);
    }
  };
  const turnOff = async () => {
    const made = await (await registered())?.pushManager.getSubscription();
    if (made) {
      await client.mutation(PushUnsubscribeDocument, { endpoint: made.endpoint }).toPromise();
      await made.unsubscribe();
    }
    setOn(false);
  };
  return (
    <section className="card">
      <h2>{w.pushTitle}</h2>
      <p className="note">{w.pushHint}</p>
      <button type="button" className="button" aria-pressed={isOn} onClick={() => void (isOn ? turnOff() : turnOn())}>
        {isOn ? w.pushOff : w.pushOn}
      </button>
      <Mistake text={problem || undefined} />
    </section>
  );
}

const registered = () => navigator.serviceWorker.getRegistration();
