// Pushes: which browsers of a person are woken.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { personOf } from '../../frame/access/callers.ts';
import { builder } from '../../frame/builder.ts';
import { checked, scalar, wrong } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { say } from '../../frame/speech.ts';

const pushWrong = say('这不是有效的推送订阅，请重新开启。', 'The push subscription is not valid. Turn notifications on again.');

const isKey = (text: string, bytes: number) => /^[\w-]{10,120}={0,2}$/.test(text) && Buffer.from(text, 'base64url').length === bytes;

function isPushAddress(text: string): boolean {
  return text.length <= 1000 && URL.canParse(text) && new URL(text).protocol === 'https:' && new URL(text).username === '';
}

/** Browsers of one person. */
const MOST_BROWSERS = 10;

/** A text of a push subscription that is what it should be. */
const formal = (says: string, isRight: (text: string) => boolean) =>
  checked(scalar('String', says), (given) => (isRight(given) ? given : wrong('FORM', pushWrong)));

const push = gives<{ isOn: boolean }>((t) => ({
  isOn: t.exposeBoolean('isOn', { description: '是否开着 / Whether push notifications are on' }),
}));
/** Both acts answer the same. */
const names = { success: 'PushSuccess' };

mutation('pushSubscribe', {
  says: '开启这台设备的推送 / Turns push notifications on for this browser',
  may: 'notifications.read',
  input: {
    endpoint: formal('推送服务的 https 地址 / https address at the push service', isPushAddress),
    p256dh: formal('公钥，base64url / Public key, base64url', (key) => isKey(key, 65)),
    auth: formal('认证密钥，base64url / Authentication secret, base64url', (key) => isKey(key, 16)),
  },
  names,
  done: '推送已开或已关 / Push notifications turned on or off',
  gives: push,
  refuses: [],
  async do({ endpoint, p256dh, auth }, context) {
    const { userId, sessionId } = personOf(context);
    const { pool, settings } = context.services;
    if (settings.pushKey === null) return { isOn: false };
    // It ends with the session: a phone that was signed out, here or from afar, is woken no more.
    await pool.query(
      `/* push.subscribe */ INSERT INTO push_subscription AS p (id, user_id, session_id, endpoint, p256dh, auth, language)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (endpoint) DO UPDATE SET user_id = excluded.user_id, session_id = excluded.session_id, p256dh = excluded.p256dh,
         auth = excluded.auth, language = excluded.language`,
      [uuid(), userId, sessionId, endpoint, p256dh, auth, context.language],
    );
    await pool.query(
      `/* push.trim */ DELETE FROM push_subscription WHERE user_id = $1 AND id NOT IN (
         SELECT id FROM push_subscription WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT ${MOST_BROWSERS})`,
      [userId],
    );
    return { isOn: true };
  },
});

mutation('pushUnsubscribe', {
  says: '关闭这台设备的推送 / Turns push notifications off for this browser',
  may: 'notifications.read',
  input: { endpoint: scalar('String', '推送服务的地址 / Address at the push service') },
  names,
  done: '推送已开或已关 / Push notifications turned on or off',
  gives: push,
  refuses: [],
  async do({ endpoint }, context) {
    const { userId } = personOf(context);
    if (isPushAddress(endpoint))
      await context.services.pool.query('/* push.unsubscribe */ DELETE FROM push_subscription WHERE user_id = $1 AND endpoint = $2', [
        userId,
        endpoint,
      ]);
    return { isOn: false };
  },
});

builder.queryField('pushKey', (t) =>
  t.string({
    nullable: true,
    description: '推送的公钥（VAPID）；空为未配置 / Public key for push notifications (VAPID); null: not configured',
    resolve: (_root, _args, { services: { settings } }) => settings.pushKey,
  }),
);

/** Forgets a browser that the push service knows no more. */
export async function forgetBrowser(db: Pick<pg.ClientBase, 'query'>, endpoint: string): Promise<void> {
  await db.query('/* push.forget */ DELETE FROM push_subscription WHERE endpoint = $1', [endpoint]);
}
