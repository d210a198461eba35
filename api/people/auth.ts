// better-auth as this house uses it: no routes of its own, tokens stored as hashes, waiting codes encrypted.

import { hashToken } from '@xieshou/schema/commons/people/tokens.ts';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { bearer, phoneNumber, twoFactor, username } from 'better-auth/plugins';
import { v7 as uuid } from 'uuid';
import type { PrismaClient } from '../../prisma/client/client.ts';
import { decrypt, encrypt, type Secrets } from './secrets.ts';

export const COOKIE_PREFIX = 'xieshou';
/** What better-auth reads the device's address from; set by us, never taken from a request. */
export const ADDRESS_HEADER = 'x-xieshou-address';
const CODE_TRIES = 5;
export const CODE_MINUTES = 10;
const SESSION_DAYS = 30;

export interface AuthOptions {
  prisma: PrismaClient;
  secrets: Secrets;
  sendCode(phone: string, code: string): Promise<void>;
}

export type Auth = ReturnType<typeof openAuth>;

/** Opens better-auth on our tables. */
export function openAuth({ prisma, secrets, sendCode }: AuthOptions) {
  return betterAuth({
    appName: '携手 Xieshou',
    baseURL: 'http://xieshou.invalid', // its routes are not mounted; GraphQL calls it
    secret: secrets.signing,
    database: sealed(prismaAdapter(prisma, { provider: 'postgresql' }), secrets.pending),
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false }, // ours counts per phone, login and address; see attempts.ts
    user: { modelName: 'authUser' },
    account: { modelName: 'authCredential' },
    verification: { modelName: 'authVerification' },
    session: { modelName: 'session', expiresIn: SESSION_DAYS * 86_400, freshAge: 0 },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 128 },
    advanced: {
      cookiePrefix: COOKIE_PREFIX,
      useSecureCookies: false,
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: () => uuid() },
    },
    plugins: [
      bearer(),
      phoneNumber({
        otpLength: 6,
        expiresIn: CODE_MINUTES * 60,
        allowedAttempts: CODE_TRIES,
        sendOTP: ({ phoneNumber: phone, code }) => sendCode(phone, code),
        signUpOnVerification: { getTempEmail: () => `${uuid()}@xieshou.invalid`, getTempName: (phone) => `居民 ${phone.slice(-4)}` },
      }),
      username({ usernameValidator: (login) => /^[a-z0-9._-]{3,30}$/i.test(login) }),
      twoFactor({ issuer: 'Xieshou', twoFactorTable: 'twoFactor', backupCodeOptions: { storeBackupCodes: 'encrypted' } }),
    ],
  });
}

type MakeAdapter = ReturnType<typeof prismaAdapter>;
type Adapter = ReturnType<MakeAdapter>;
type Where = { field: string; value: unknown }[];
type Row = Record<string, unknown>;

/**
 * The adapter with two additions: a session's token is stored as its SHA-256 (a stolen backup opens no session), and
 * what waits for confirmation is encrypted (a stolen backup signs nobody in).
 */
function sealed(make: MakeAdapter, pendingKey: Buffer): MakeAdapter {
  return (options) => sealAdapter(make(options), pendingKey);
}

function sealAdapter(inner: Adapter, pendingKey: Buffer): Adapter {
  const seal = (model: string, row: Row): Row => {
    if (model === 'session' && typeof row.token === 'string') return { ...row, token: hashToken(row.token) };
    if (model === 'verification' && typeof row.value === 'string') {
      return { ...row, value: encrypt(pendingKey, row.value, 'verification').toString('base64url') };
    }
    return row;
  };
  const sealWhere = (model: string, where: Where | undefined) =>
    where?.map((clause) =>
      model === 'session' && clause.field === 'token' && typeof clause.value === 'string'
        ? { ...clause, value: hashToken(clause.value) }
        : clause,
    );
  /** What better-auth gets back: the token it asked with or wrote, and the value in the clear. */
  const open = (model: string, row: unknown, token?: unknown): unknown => {
    if (!row || typeof row !== 'object') return row;
    if (model === 'session' && typeof token === 'string') return { ...row, token };
    if (model === 'verification' && typeof (row as Row).value === 'string') {
      return { ...row, value: decrypt(pendingKey, Buffer.from((row as { value: string }).value, 'base64url'), 'verification') };
    }
    return row;
  };
  const tokenIn = (where: Where | undefined) => where?.find(({ field }) => field === 'token')?.value;

  type Call = { model: string; where?: Where; data?: Row; update?: Row };
  const call =
    (name: 'create' | 'findOne' | 'findMany' | 'update' | 'updateMany' | 'delete' | 'deleteMany' | 'consumeOne' | 'incrementOne') =>
    async (given: Call) => {
      const { model } = given;
      const sealedCall = {
        ...given,
        ...(given.where ? { where: sealWhere(model, given.where) } : {}),
        ...(given.data ? { data: seal(model, given.data) } : {}),
        ...(given.update ? { update: seal(model, given.update) } : {}),
      };
      const run = inner[name] as unknown as (call: object) => Promise<unknown>;
      const answer = await run.call(inner, sealedCall);
      const token = given.data?.token ?? given.update?.token ?? tokenIn(given.where);
      return Array.isArray(answer) ? answer.map((row) => open(model, row)) : open(model, answer, token);
    };
  const names = ['create', 'findOne', 'findMany', 'update', 'updateMany', 'delete', 'deleteMany', 'consumeOne', 'incrementOne'] as const;
  const wrapped = Object.fromEntries(names.map((name) => [name, call(name)]));
  const transaction = (run: (trx: Adapter) => Promise<unknown>) => inner.transaction((trx) => run(sealAdapter(trx as Adapter, pendingKey)));
  return { ...inner, ...wrapped, transaction } as unknown as Adapter;
}
