// Where I am signed in, and how to end it there.
import { Monitor, Smartphone } from 'lucide-react';
import { useQuery } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { DevicesDocument, RevokeDeviceDocument, RevokeOtherDevicesDocument } from '../generated/account/graphql.ts';
import { Mistake } from '../ui/Field.tsx';
import { timeAgo } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';
import './account.css';

export function DevicesCard() {
  const w = useWords(words);
  const shell = useWords(shellWords);
  const { notify } = useSurroundings();
  const { send, isSending, problem } = useSubmission();
  const [{ data }] = useQuery({ query: DevicesDocument });
  const devices = data?.viewer?.devices;
  if (!devices) return null;
  return (
    <section className="card account-card">
      <h2>{w.devices}</h2>
      <ul className="devices">
        {devices.map(({ id, userAgent, address, lastSeenAt, isCurrent }) => {
          const Icon = /Mobile|Android|iPhone/.test(userAgent) ? Smartphone : Monitor;
          return (
            <li key={id} className="device">
              <Icon aria-hidden="true" />
              <span className="device-what">
                <strong>{deviceName(userAgent) ?? w.unknownDevice}</strong>
                <span className="note">
                  {isCurrent ? w.thisDevice : w.lastSeen(timeAgo(lastSeenAt, shell))}
                  {address && ` · ${address}`}
                </span>
              </span>
              {!isCurrent && (
                <button
                  type="button"
                  className="button button-small"
                  disabled={isSending}
                  onClick={async () => {
                    if (await send(RevokeDeviceDocument, { id })) notify({ text: w.deviceGone });
                  }}
                >
                  {w.signOutDevice}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {devices.length > 1 && (
        <button
          type="button"
          className="button"
          disabled={isSending}
          onClick={async () => {
            const done = await send(RevokeOtherDevicesDocument, {});
            if (done) notify({ text: w.signedOutOthers(done.revokedCount) });
          }}
        >
          {w.signOutOthers}
        </button>
      )}
      <Mistake text={problem || undefined} />
    </section>
  );
}

/** "Chrome · Android": browser and system, as far as they say. */
function deviceName(userAgent: string): string | null {
  const browser = /MicroMessenger/.test(userAgent) ? '微信' : /(Edg|Firefox|Chrome|Safari)\//.exec(userAgent)?.[1]?.replace('Edg', 'Edge');
  const system = /(Android|iPhone|iPad|HarmonyOS|Windows|Mac OS X|Linux)/.exec(userAgent)?.[1]?.replace('Mac OS X', 'macOS');
  return [browser, system].filter(Boolean).join(' · ') || null;
}
