// Passkeys (WebAuthn): a key in the person's own device, opened by finger, face or PIN; two factors in one step.

import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { hashToken } from '@xieshou/schema/commons/people/tokens.ts';
import type { Passkeys, Refused } from '@xieshou/schema/frame/services.ts';
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';

const MEET_WITHIN_MINUTES = 5;

/** As much of a browser's answer as is looked at before the library checks the rest. */
const answerShape = z.object({ id: z.string().max(2000), rawId: z.string().max(2000), type: z.literal('public-key') }).loose();

type Db = Pick<pg.Pool, 'query'>;

interface PasskeyRow {
  id: string;
  userId: string;
  credentialId: string;
  publicKey: Buffer;
  counter: string;
  transports: string[];
}

/** Ceremonies of WebAuthn on our tables. Challenges are stored as hashes and work once. */
export function openPasskeys(db: Db): Passkeys {
  return {
    async begin({ userId, login, name }, origin) {
      const { rows } = await db.query<PasskeyRow>(
        '/* passkeys.ofUser */ SELECT credential_id AS "credentialId" FROM passkey WHERE user_id = $1',
        [userId],
      );
      const options = await generateRegistrationOptions({
        rpName: '携手 Xieshou',
        rpID: hostOf(origin),
        userID: new TextEncoder().encode(userId),
        userName: login,
        userDisplayName: name,
        excludeCredentials: rows.map(({ credentialId }) => ({ id: credentialId })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      await keep(options.challenge, `passkey-add-${userId}`);
      return options;
    },

    async add(userId, origin, answer, name) {
      const response = answerShape.safeParse(answer);
      if (!response.success) return WRONG;
      const verified = await verifyRegistrationResponse({
        response: response.data as unknown as RegistrationResponseJSON,
        expectedChallenge: (challenge) => consume(challenge, `passkey-add-${userId}`),
        expectedOrigin: origin,
        expectedRPID: hostOf(origin),
        requireUserVerification: true,
      }).catch(() => null);
      if (!verified?.verified) return WRONG;
      const { id, publicKey, counter, transports } = verified.registrationInfo.credential;
      const { rowCount } = await db.query(
        `/* passkeys.insert */ INSERT INTO passkey (id, user_id, name, credential_id, public_key, counter, transports)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (credential_id) DO NOTHING`,
        [uuid(), userId, name, id, Buffer.from(publicKey), counter, transports ?? []],
      );
      return rowCount === 1 ? 'stored' : WRONG;
    },

    async beginSignIn(origin) {
      // No list of credentials: the options say nothing about who has an account.
      const options = await generateAuthenticationOptions({ rpID: hostOf(origin), userVerification: 'required' });
      await keep(options.challenge, 'passkey-sign-in');
      return options;
    },

    async holderOf(origin, answer) {
      const response = answerShape.safeParse(answer);
      if (!response.success) return WRONG;
      const { rows } = await db.query<PasskeyRow>(
        `/* passkeys.find */ SELECT id, user_id AS "userId", credential_id AS "credentialId", public_key AS "publicKey", counter, transports
         FROM passkey WHERE credential_id = $1`,
        [response.data.id],
      );
      const [passkey] = rows;
      if (!passkey) return WRONG;
      const verified = await verifyAuthenticationResponse({
        response: response.data as unknown as AuthenticationResponseJSON,
        expectedChallenge: (challenge) => consume(challenge, 'passkey-sign-in'),
        expectedOrigin: origin,
        expectedRPID: hostOf(origin),
        credential: { id: passkey.credentialId, publicKey: new Uint8Array(passkey.publicKey), counter: Number(passkey.counter) },
        requireUserVerification: true,
      }).catch(() => null);
      if (!verified?.verified) return WRONG;
      await db.query('/* passkeys.used */ UPDATE passkey SET counter = $2, last_used_at = now() WHERE id = $1', [
        passkey.id,
        verified.authenticationInfo.newCounter,
      ]);
      return { userId: passkey.userId };
    },
  };

  async function keep(challenge: string, purpose: string): Promise<void> {
    await db.query(
      `/* passkeys.keepChallenge */ INSERT INTO auth_verification (id, identifier, value, expires_at)
       VALUES ($1, $2, $3, now() + make_interval(mins => $4))`,
      [uuid(), purpose, hashToken(challenge), MEET_WITHIN_MINUTES],
    );
  }

  /** Whether the challenge was ours, for that purpose and in time; it is worth nothing afterwards. */
  async function consume(challenge: string, purpose: string): Promise<boolean> {
    const { rows } = await db.query<{ isInTime: boolean }>(
      `/* passkeys.consumeChallenge */ DELETE FROM auth_verification WHERE identifier = $1 AND value = $2
       RETURNING expires_at > now() AS "isInTime"`,
      [purpose, hashToken(challenge)],
    );
    return rows[0]?.isInTime ?? false;
  }
}

const WRONG: Refused = { refusal: 'PASSKEY_WRONG' };

const hostOf = (origin: string) => new URL(origin).hostname;
