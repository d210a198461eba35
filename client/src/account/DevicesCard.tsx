// Where I am signed in, and how to end it there.
import { Monitor, Smartphone } from 'lucide-react';
import { useQuery } from 'urql';
import { DevicesDocument, RevokeDeviceDocument, RevokeOtherDevicesDocument } from '../generated/account/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Mistake } from '../ui/Field.tsx';
import { notify } from '../ui/notices.ts';
import { useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
import { timeAgo } from '../ui/time.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words as uiWords } from '../ui/words.ts';
import { words } from './words.ts';
import './account.css';

export function DevicesCard() {
  const w = useWords(words);
  const ui = useWords(uiWords);
  const { send, isSending, problem } = useSubmission();
  const [{ data }] = useQuery({ query: DevicesDocument });
  const devices = data?.viewer?.devices;
  if (!devices) return null;
  return (
    <Card title={w.devices}>
      <Rows>
        {devices.map(({ id, userAgent, address, lastSeenAt, isCurrent }) => {
          const Icon = /Mobile|Android|iPhone/.test(userAgent) ? Smartphone : Monitor;
          return (
            <Row
              key={id}
              start={<Icon aria-hidden="true" />}
              end={
                !isCurrent && (
                  <Button
                    label={w.signOutDevice}
                    isSmall
                    disabled={isSending}
                    onClick={async () => {
                      if (await send(RevokeDeviceDocument, { id })) notify({ text: w.deviceGone });
                    }}
                  />
                )
              }
            >
              <strong>{deviceName(userAgent) ?? w.unknownDevice}</strong>
              <span className="note">
                {isCurrent ? w.thisDevice : w.lastSeen(timeAgo(lastSeenAt, ui))}
                {address && ` · ${address}`}
              </span>
            </Row>
          );
        })}
      </Rows>
      {devices.length > 1 && (
        <Button
          label={w.signOutOthers}
          disabled={isSending}
          onClick={async () => {
            const done = await send(RevokeOtherDevicesDocument, {});
            if (done) notify({ text: w.signedOutOthers(done.revokedCount) });
          }}
        />
      )}
      <Mistake text={problem || undefined} />
    </Card>
  );
}

/** "Chrome · Android": browser and system, as far as they say. */
function deviceName(userAgent: string): string | null {
  const browser = /MicroMessenger/.test(userAgent) ? '微信' : /(Edg|Firefox|Chrome|Safari)\//.exec(userAgent)?.[1]?.replace('Edg', 'Edge');
  const system = /(Android|iPhone|iPad|HarmonyOS|Windows|Mac OS X|Linux)/.exec(userAgent)?.[1]?.replace('Mac OS X', 'macOS');
  return [browser, system].filter(Boolean).join(' · ') || null;
}
