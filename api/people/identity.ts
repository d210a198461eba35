// Signing in, as the product asks for it: better-auth checks codes, passwords and second factors.

import { hashToken } from '@xieshou/schema/commons/people/tokens.ts';
import type { Device, Identity, Refused, SignedIn, SignInRefusal } from '@xieshou/schema/frame/services.ts';
import { isAPIError } from 'better-auth/api';
import { parseSetCookieHeader } from 'better-auth/cookies';
import type pg from 'pg';
import type { Attempts } from './attempts.ts';
import { ADDRESS_HEADER, type Auth, COOKIE_PREFIX } from './auth.ts';
import { openPasskeys } from './passkeys.ts';

const SESSION_COOKIE = `${COOKIE_PREFIX}.session_token`;
const CHALLENGE_COOKIE = `${COOKIE_PREFIX}.two_factor`;
/** A challenge as better-auth signs it: nothing else is put into a header. */
const CHALLENGE = /^[\w.+/=-]{10,300}$/;

/** The code of now, of the half minute before and of the one to come: RFC 6238 with a window of one step. */
const CODES_GOOD_AT_ONCE = 3;

/** What better-auth says, in our words. */
const REFUSALS: Record<string, SignInRefusal> = {
  INVALID_OTP: 'CODE_WRONG',
  OTP_NOT_FOUND: 'CODE_EXPIRED',
  OTP_EXPIRED: 'CODE_EXPIRED',
  TOO_MANY_ATTEMPTS: 'TOO_MANY_TRIES',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'TOO_MANY_TRIES',
  ACCOUNT_TEMPORARILY_LOCKED: 'TOO_MANY_TRIES',
  INVALID_USERNAME_OR_PASSWORD: 'LOGIN_WRONG',
  INVALID_USERNAME: 'LOGIN_WRONG',
  USERNAME_TOO_SHORT: 'LOGIN_WRONG',
  USERNAME_TOO_LONG: 'LOGIN_WRONG',
  PASSWORD_TOO_LONG: 'PASSWORD_WEAK',
  PASSWORD_TOO_SHORT: 'PASSWORD_WEAK',
  INVALID_PASSWORD: 'LOGIN_WRONG',
  CREDENTIAL_ACCOUNT_NOT_FOUND: 'LOGIN_WRONG', // somebody of the demo, who has no password
  INVALID_CODE: 'SECOND_FACTOR_WRONG',
  INVALID_BACKUP_CODE: 'SECOND_FACTOR_WRONG',
  INVALID_TWO_FACTOR_COOKIE: 'CHALLENGE_EXPIRED',
  TOTP_ALREADY_ENABLED: 'SECOND_FACTOR_ON',
  TOTP_NOT_ENABLED: 'SECOND_FACTOR_WRONG', // not begun: no code can be right
  BACKUP_CODES_NOT_ENABLED: 'SECOND_FACTOR_WRONG',
};

type Db = Pick<pg.Pool, 'query'>;

/** @param attempts counts tries; better-auth's own limits know neither phones nor logins */
export function openIdentity(auth: Auth, db: Db, attempts: Attempts): Identity {
  const passkeys = openPasskeys(db);
  return {
    passkeys,

    async sendCode(phone, { address }) {
      const soon = await attempts.take(['codeSoon', phone], ['codePerPhone', phone], ['codePerAddress', address]);
      if (soon) return soon;
      // An older code must not come back to life when the newer one is used up.
      await db.query('/* identity.forgetCodes */ DELETE FROM auth_verification WHERE identifier = $1', [`phone-number-otp-${phone}`]);
      await auth.api.sendPhoneNumberOTP({ body: { phoneNumber: phone } });
      await attempts.forgive('guessPerCode', phone);
      return 'sent';
    },

    async confirmCode(phone, code, device) {
      const tooOften = await attempts.take(['guessPerPhone', phone], ['guessPerAddress', device.address]);
      if (tooOften) return tooOften;
      // better-auth counts after it has compared: of many guesses at once it would compare more than five.
      if (await attempts.take(['guessPerCode', phone])) return { refusal: 'TOO_MANY_TRIES' };
      return refusing(async () => {
        const { token } = await auth.api.verifyPhoneNumber({ body: { phoneNumber: phone, code }, headers: headersOf(device) });
        return signedIn(token);
      });
    },

    async checkPassword(login, password, device) {
      const key = login.toLowerCase().slice(0, 40);
      const tooOften = await attempts.take(['passwordPerLogin', key], ['passwordPerAddress', device.address]);
      if (tooOften) return tooOften;
      const outcome = await refusing(async () => {
        const { response, headers } = await auth.api.signInUsername({
          body: { username: login, password },
          headers: headersOf(device),
          returnHeaders: true,
        });
        const challenge = cookieIn(headers, CHALLENGE_COOKIE);
        if (challenge) return { challenge };
        return signedIn(response && 'token' in response ? response.token : null);
      });
      if (!('refusal' in outcome)) await attempts.forgive('passwordPerLogin', key);
      return outcome;
    },

    async meetChallenge(challenge, code, device) {
      const tooOften = await attempts.take(['passwordPerAddress', device.address]);
      if (tooOften) return tooOften;
      if (!CHALLENGE.test(challenge)) return { refusal: 'CHALLENGE_EXPIRED' };
      return refusing(async () => {
        const headers = headersOf(device, { cookie: `${CHALLENGE_COOKIE}=${encodeURIComponent(challenge)}` });
        const body = { code: code.trim() };
        const isApp = /^\d{6}$/.test(body.code);
        const { token } = isApp ? await auth.api.verifyTOTP({ body, headers }) : await auth.api.verifyBackupCode({ body, headers });
        const signed = await signedIn(token ?? null, { isStrong: true });
        return isApp ? onceOnly(signed, body.code) : signed;
      });
    },

    beginSecondFactor(token, password) {
      return refusing(async () => {
        const begun = await auth.api.enableTwoFactor({ body: { password }, headers: bearerHeaders(token) });
        if (begun.method !== 'totp') throw new Error('an authenticator app was asked for');
        return { uri: begun.totpURI, recoveryCodes: begun.backupCodes };
      });
    },

    confirmSecondFactor(token, code, device) {
      return refusing(async () => {
        const { headers } = await auth.api.verifyTOTP({
          body: { code },
          headers: headersOf(device, { authorization: `Bearer ${token}` }),
          returnHeaders: true,
        });
        return onceOnly(await signedIn(sessionIn(headers), { isStrong: true }), code);
      });
    },

    async passkeySignIn(response, device) {
      const tooOften = await attempts.take(['passwordPerAddress', device.address]);
      if (tooOften) return tooOften;
      if (!device.origin) return { refusal: 'PASSKEY_WRONG' };
      const holder = await passkeys.holderOf(device.origin, response);
      return 'refusal' in holder ? holder : openSession(holder.userId, device, { isStrong: true });
    },

    async strengthen(token, device) {
      const { rows } = await db.query<{ userId: string }>(
        '/* identity.endSession */ DELETE FROM session WHERE token = $1 RETURNING user_id AS "userId"',
        [hashToken(token)],
      );
      if (!rows[0]) throw new Error('the session ended while its passkey was added');
      return openSession(rows[0].userId, device, { isStrong: true });
    },

    changePassword(token, current, next, device) {
      return refusing(async () => {
        const isStrong = await isStrongSession(token);
        const changed = await auth.api.changePassword({
          body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
          headers: headersOf(device, { authorization: `Bearer ${token}` }),
        });
        return signedIn(changed.token, { isStrong });
      });
    },

    openSession: (userId, device) => openSession(userId, device, { isStrong: false }),

    tryRealName: (userId) => attempts.take(['realNamePerPerson', userId]),

    async resetPassword(userId, password) {
      const { internalAdapter, password: passwords } = await auth.$context;
      await internalAdapter.updatePassword(userId, await passwords.hash(password));
      await db.query('/* identity.dropSecondFactor */ DELETE FROM two_factor WHERE user_id = $1', [userId]);
      await db.query('/* identity.dropPasskeys */ DELETE FROM passkey WHERE user_id = $1', [userId]);
      await db.query('/* identity.noSecondFactor */ UPDATE auth_user SET two_factor_enabled = false WHERE id = $1', [userId]);
      await db.query('/* identity.endSessions */ DELETE FROM session WHERE user_id = $1', [userId]);
    },

    async createLogin({ login, name, password }) {
      const { internalAdapter, password: passwords } = await auth.$context;
      const email = `${login.toLowerCase()}@staff.xieshou.invalid`;
      if (await internalAdapter.findUserByEmail(email)) return 'taken';
      const user = await internalAdapter.createUser(
        { name, email, emailVerified: true, username: login.toLowerCase(), displayUsername: login },
        { method: 'email-password' },
      );
      const hash = await passwords.hash(password);
      await internalAdapter.createAccount({ userId: user.id, accountId: user.id, providerId: 'credential', password: hash });
      return { userId: user.id };
    },

    async dropLogin(userId) {
      await db.query('/* identity.dropLogin */ DELETE FROM auth_user WHERE id = $1', [userId]);
    },
  };

  async function openSession(userId: string, { address, userAgent }: Device, { isStrong }: { isStrong: boolean }): Promise<SignedIn> {
    const { internalAdapter } = await auth.$context;
    const session = await internalAdapter.createSession(userId, false, { ipAddress: address, userAgent });
    return signedIn(session.token, { isStrong });
  }

  async function isStrongSession(token: string): Promise<boolean> {
    const { rows } = await db.query<{ isStrong: boolean }>(
      '/* identity.isStrong */ SELECT second_factor AS "isStrong" FROM session WHERE token = $1',
      [hashToken(token)],
    );
    return rows[0]?.isStrong ?? false;
  }

  /** A code of an authenticator opens one session, however often it is shown while it is good (ASVS 6.5.1). */
  async function onceOnly(session: SignedIn, code: string): Promise<SignedIn | Refused> {
    const { rowCount } = await db.query(
      `/* identity.useCode */ UPDATE two_factor SET used_codes = (ARRAY[$2] || used_codes)[1:${CODES_GOOD_AT_ONCE}]
       WHERE user_id = $1 AND NOT $2 = ANY(used_codes)`,
      [session.userId, hashToken(code)],
    );
    if (rowCount === 1) return session;
    await db.query('/* identity.dropSession */ DELETE FROM session WHERE token = $1', [hashToken(session.token)]);
    return { refusal: 'SECOND_FACTOR_WRONG' };
  }

  /** The session as stored; staff sessions are cut to their shorter life. `isStrong`: a second factor was shown. */
  async function signedIn(token: string | null, { isStrong = false } = {}): Promise<SignedIn> {
    if (!token) throw new Error('better-auth opened no session');
    const { rows } = await db.query<{ userId: string; expiresAt: Date }>(
      `/* identity.limitSession */
       UPDATE session s SET second_factor = $2, expires_at = CASE WHEN u.username IS NULL THEN s.expires_at ELSE least(s.expires_at, now() + interval '7 days') END
       FROM auth_user u WHERE s.token = $1 AND u.id = s.user_id RETURNING s.user_id AS "userId", s.expires_at AS "expiresAt"`,
      [hashToken(token), isStrong],
    );
    if (!rows[0]) throw new Error('better-auth stored no session');
    return { token, ...rows[0] };
  }
}

/** An expected no of better-auth is an answer; anything else is a fault of ours. */
async function refusing<Value>(run: () => Promise<Value>): Promise<Value | Refused> {
  try {
    return await run();
  } catch (error) {
    const refusal = isAPIError(error) ? REFUSALS[String(error.body?.code)] : undefined;
    if (!refusal) throw error;
    return { refusal };
  }
}

function headersOf({ address, userAgent }: Device, more: Record<string, string> = {}): Headers {
  return new Headers({ [ADDRESS_HEADER]: address, 'user-agent': userAgent.replace(/[^\x20-\x7e]/g, '').slice(0, 300), ...more });
}

const bearerHeaders = (token: string) => new Headers({ authorization: `Bearer ${token}` });

function cookieIn(headers: Headers, name: string): string | null {
  return parseSetCookieHeader(headers.getSetCookie().join(', ')).get(name)?.value || null;
}

/** The bare token of a signed session cookie. */
function sessionIn(headers: Headers): string | null {
  return cookieIn(headers, SESSION_COOKIE)?.split('.')[0] ?? null;
}
