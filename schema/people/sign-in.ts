// Signing in: one-time codes for residents, password and second factor for staff; own devices.
import { may } from '../access/may.ts';
import { RIGHTS_TOPIC } from '../access/viewer.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import {
  type ErrorShape,
  errorsIn,
  NotFoundError,
  type PlainErrorRef,
  RateLimitedError,
  RetryLaterError,
  resultUnion,
  SignInError,
  ValidationError,
} from '../errors/graph.ts';
import { refused } from '../errors/problems.ts';
import { wordsIn } from '../errors/words.ts';
import { decodeIdOf } from '../relay/global-id.ts';
import type { Refused, SignedIn, TooOften } from '../services.ts';
import { greet, type SignIn, signInSuccess, userIdOf, Viewer } from './graph.ts';
import { parsePhone } from './phone.ts';
import { joinResident, revokeDevices } from './store.ts';

const CODE_INTERVAL_SECONDS = 60;
const input = '输入 / The input';

function successOf<Fields extends object>(name: string) {
  return builder.objectRef<{ typename: string } & Fields>(name);
}

/** What a refusal of the sign-in house becomes. */
export function refusalShape(outcome: Refused | TooOften, { language }: Context): ErrorShape {
  const errors = errorsIn(language);
  return 'refusal' in outcome ? errors.signIn(outcome.refusal) : errors.rateLimited(outcome.retryAfterSeconds);
}

const isRefusal = (outcome: object): outcome is Refused | TooOften => 'refusal' in outcome || 'retryAfterSeconds' in outcome;

/** The session that was opened, or why there is none; to somebody who left it sounds like a wrong password. */
export async function greetOrRefuse(
  typename: string,
  outcome: SignedIn | Refused | TooOften,
  context: Context,
): Promise<SignIn | ErrorShape> {
  if (isRefusal(outcome)) return refusalShape(outcome, context);
  return (await greet(typename, outcome, context)) ?? refusalShape({ refusal: 'LOGIN_WRONG' }, context);
}

const SignInCodeSendSuccess = builder.objectRef<{ typename: string }>('SignInCodeSendSuccess').implement({
  description: '验证码已发出 / Code sent',
  fields: (t) => ({
    retryAfterSeconds: t.int({
      description: '多少秒后可以重发 / Seconds until another code can be sent',
      resolve: () => CODE_INTERVAL_SECONDS,
    }),
  }),
});

const SignInCodeSendInput = builder.inputType('SignInCodeSendInput', {
  description: '发到哪个手机 / The phone to send the code to',
  fields: (t) => ({ phone: t.string({ required: true, description: '手机号，默认 +86 / Mobile number, +86 unless stated otherwise' }) }),
});

const SignInCodeConfirmInput = builder.inputType('SignInCodeConfirmInput', {
  description: '手机号和收到的验证码 / The phone and the code received',
  fields: (t) => ({
    phone: t.string({ required: true, description: '手机号 / Mobile number' }),
    code: t.string({ required: true, description: '6 位验证码 / The 6-digit code' }),
  }),
});

builder.mutationFields((t) => ({
  signInCodeSend: t.field({
    description: '发送登录验证码，10 分钟内有效 / Sends a one-time code, valid for 10 minutes',
    type: resultUnion('SignInCodeSend', SignInCodeSendSuccess, [ValidationError, RateLimitedError, RetryLaterError]),
    args: { input: t.arg({ type: SignInCodeSendInput, required: true, description: input }) },
    resolve: async (_root, { input: { phone: text } }, context) => {
      const { identity, settings, log } = context.services;
      const errors = errorsIn(context.language);
      const phone = parsePhone(text, settings);
      if (!phone) return errors.invalidField('phone', 'PHONE', wordsIn(context.language).phoneInvalid);
      const sent = await identity.sendCode(phone, context.device).catch((error: Error) => error);
      if (sent instanceof Error) {
        log.error({ err: sent, requestId: context.requestId }, 'a one-time code could not be sent');
        return { ...errors.retryLater(), message: wordsIn(context.language).smsFailed };
      }
      return sent === 'sent' ? { typename: 'SignInCodeSendSuccess' } : refusalShape(sent, context);
    },
  }),
  signInCodeConfirm: t.field({
    description: '用验证码登录；新号码即注册 / Signs in with a code; a new number is registered as a new resident',
    type: resultUnion('SignInCodeConfirm', signInSuccess('SignInCodeConfirmSuccess', '登录成功 / Signed in'), [
      ValidationError,
      SignInError,
      RateLimitedError,
    ]),
    args: { input: t.arg({ type: SignInCodeConfirmInput, required: true, description: input }) },
    resolve: async (_root, { input: given }, context) => {
      const { identity, settings, pool } = context.services;
      const errors = errorsIn(context.language);
      const words = wordsIn(context.language);
      const phone = parsePhone(given.phone, settings);
      if (!phone) return errors.invalidField('phone', 'PHONE', words.phoneInvalid);
      const code = given.code.normalize('NFKC').replace(/\s/g, '');
      if (!/^\d{6}$/.test(code)) return errors.invalidField('code', 'CODE', words.codeForm);
      const outcome = await identity.confirmCode(phone, code, context.device);
      if (isRefusal(outcome)) return refusalShape(outcome, context);
      await joinResident(pool, { userId: outcome.userId, phone });
      return greetOrRefuse('SignInCodeConfirmSuccess', outcome, context);
    },
  }),
}));

const StaffSignInChallenge = successOf<{ challenge: string }>('StaffSignInChallenge').implement({
  description: '密码正确，还需要动态码 / The password is correct; the second factor is required',
  fields: (t) => ({
    challenge: t.exposeString('challenge', {
      description: '交给 secondFactorConfirm，10 分钟内有效 / Challenge for secondFactorConfirm, valid for 10 minutes',
    }),
  }),
});

const StaffSignInInput = builder.inputType('StaffSignInInput', {
  description: '工作人员的登录名和密码 / Login and password of staff',
  fields: (t) => ({
    login: t.string({ required: true, description: '登录名 / Login' }),
    password: t.string({ required: true, description: '密码 / Password' }),
  }),
});

const SecondFactorConfirmInput = builder.inputType('SecondFactorConfirmInput', {
  description: '登录的第二步 / The second step of the sign-in',
  fields: (t) => ({
    challenge: t.string({ required: true, description: '第一步得到的 challenge / The challenge from the first step' }),
    code: t.string({ required: true, description: '验证器的 6 位数字，或一个恢复码 / Code from the authenticator, or a recovery code' }),
  }),
});

const SecondFactorBeginInput = builder.inputType('SecondFactorBeginInput', {
  description: '开始设置两步验证 / The current password, to start setting up a second factor',
  fields: (t) => ({ password: t.string({ required: true, description: '当前密码 / The current password' }) }),
});

const SecondFactorBeginSuccess = successOf<{ uri: string; recoveryCodes: string[] }>('SecondFactorBeginSuccess').implement({
  description: '用验证器扫描后再确认 / Scan it with an authenticator, then confirm',
  fields: (t) => ({
    uri: t.exposeString('uri', { description: 'otpauth:// 地址，可做成二维码 / otpauth:// address, for a QR code' }),
    secret: t.string({
      description: '手动输入用的密钥 / The secret, to enter manually',
      resolve: ({ uri }) => new URL(uri).searchParams.get('secret') ?? '',
    }),
    recoveryCodes: t.exposeStringList('recoveryCodes', {
      description: '恢复码，每个用一次；只显示这一次 / Recovery codes, each works once, shown only once',
    }),
  }),
});

const SecondFactorEnableInput = builder.inputType('SecondFactorEnableInput', {
  description: '用验证器的数字确认 / The code from the authenticator',
  fields: (t) => ({ code: t.string({ required: true, description: '6 位数字 / The 6 digits' }) }),
});

const PasswordChangeInput = builder.inputType('PasswordChangeInput', {
  description: '修改密码 / Changes the password',
  fields: (t) => ({
    current: t.string({ required: true, description: '当前密码 / The current password' }),
    next: t.string({ required: true, description: '新密码，10–128 个字符 / New password, 10–128 characters' }),
  }),
});

/** The token of the session that asks: a second factor belongs to it. */
export function tokenOf(context: Context): string {
  if (!context.sessionDoor.token) throw refused(context);
  return context.sessionDoor.token;
}

/** Anyone who holds only the password of a person with a second factor cannot add one of their own. */
export const onceConfirmed = {
  authScopes: { may: 'secondFactor.add' } as const,
  unauthorizedResolver: (_root: unknown, _args: unknown, context: Context): ErrorShape => {
    if (!may(context, 'password.manage')) throw refused(context);
    return refusalShape({ refusal: 'CONFIRM_FIRST' }, context);
  },
};

builder.mutationFields((t) => ({
  staffSignIn: t.field({
    description: '工作人员登录的第一步 / First step of the staff sign-in',
    type: builder.unionType('StaffSignInResult', {
      description: 'staffSignIn 的结果 / Result of staffSignIn: signed in, a challenge, or an error to act on',
      types: [
        signInSuccess('StaffSignInSuccess', '登录成功（未设两步验证） / Signed in; no second factor is set up'),
        StaffSignInChallenge,
        SignInError as unknown as PlainErrorRef,
        RateLimitedError as unknown as PlainErrorRef,
      ],
      resolveType: (value) => (value as { typename: string }).typename as never,
    }),
    args: { input: t.arg({ type: StaffSignInInput, required: true, description: input }) },
    resolve: async (
      _root,
      { input: { login, password } },
      context,
    ): Promise<SignIn | ErrorShape | { typename: string; challenge: string }> => {
      const outcome = await context.services.identity.checkPassword(login, password, context.device);
      if ('challenge' in outcome) return { typename: 'StaffSignInChallenge', challenge: outcome.challenge };
      return greetOrRefuse('StaffSignInSuccess', outcome, context);
    },
  }),
  secondFactorConfirm: t.field({
    description: '工作人员登录的第二步 / Second step of the staff sign-in',
    type: resultUnion('SecondFactorConfirm', signInSuccess('SecondFactorConfirmSuccess', '登录成功 / Signed in'), [
      SignInError,
      RateLimitedError,
    ]),
    args: { input: t.arg({ type: SecondFactorConfirmInput, required: true, description: input }) },
    resolve: async (_root, { input: { challenge, code } }, context) =>
      greetOrRefuse('SecondFactorConfirmSuccess', await context.services.identity.meetChallenge(challenge, code, context.device), context),
  }),
  secondFactorBegin: t.field({
    description: '设置两步验证：得到密钥和恢复码 / Starts setting up a second factor: returns the secret and recovery codes',
    ...onceConfirmed,
    type: resultUnion('SecondFactorBegin', SecondFactorBeginSuccess, [SignInError]),
    args: { input: t.arg({ type: SecondFactorBeginInput, required: true, description: input }) },
    resolve: async (_root, { input: { password } }, context) => {
      const outcome = await context.services.identity.beginSecondFactor(tokenOf(context), password);
      return 'refusal' in outcome ? refusalShape(outcome, context) : { typename: 'SecondFactorBeginSuccess', ...outcome };
    },
  }),
  secondFactorEnable: t.field({
    description: '确认后开启两步验证；令牌随之更换 / Turns the second factor on and replaces the token',
    ...onceConfirmed,
    type: resultUnion('SecondFactorEnable', signInSuccess('SecondFactorEnableSuccess', '两步验证已开启 / The second factor is on'), [
      SignInError,
    ]),
    args: { input: t.arg({ type: SecondFactorEnableInput, required: true, description: input }) },
    resolve: async (_root, { input: { code } }, context) => {
      const outcome = await context.services.identity.confirmSecondFactor(tokenOf(context), code.replace(/\s/g, ''), context.device);
      context.services.live.touch([RIGHTS_TOPIC]);
      return greetOrRefuse('SecondFactorEnableSuccess', outcome, context);
    },
  }),
  passwordChange: t.field({
    description: '修改密码，其他设备全部退出 / Changes the password; all other devices are signed out',
    authScopes: { may: 'password.manage' },
    type: resultUnion('PasswordChange', signInSuccess('PasswordChangeSuccess', '密码已修改 / Password changed'), [SignInError]),
    args: { input: t.arg({ type: PasswordChangeInput, required: true, description: input }) },
    resolve: async (_root, { input: { current, next } }, context) => {
      const outcome = await context.services.identity.changePassword(tokenOf(context), current, next, context.device);
      context.services.live.touch([RIGHTS_TOPIC]);
      return greetOrRefuse('PasswordChangeSuccess', outcome, context);
    },
  }),
}));

const DeviceRevokeInput = builder.inputType('DeviceRevokeInput', {
  description: '退出哪台设备 / The device to sign out',
  fields: (t) => ({ deviceId: t.id({ required: true, description: '设备编号 / ID of the device' }) }),
});

const DeviceRevokeSuccess = builder.objectRef<{ typename: string }>('DeviceRevokeSuccess').implement({
  description: '设备已退出 / Signed out',
  fields: (t) => ({
    viewer: t.field({
      type: Viewer,
      nullable: true,
      description: '本人及剩下的设备 / The person and the remaining devices',
      resolve: (_s, _a, { viewer }) => viewer,
    }),
  }),
});

const DevicesRevokeOthersSuccess = successOf<{ revokedCount: number }>('DevicesRevokeOthersSuccess').implement({
  description: '其他设备已全部退出 / All other devices are signed out',
  fields: (t) => ({
    revokedCount: t.exposeInt('revokedCount', { description: '退出了多少台 / Number of devices signed out' }),
    viewer: t.field({ type: Viewer, nullable: true, description: '本人 / The person', resolve: (_s, _a, { viewer }) => viewer }),
  }),
});

builder.mutationFields((t) => ({
  deviceRevoke: t.field({
    description: '退出一台设备，它的令牌立即作废 / Signs out a device; its token is revoked immediately',
    authScopes: { may: 'devices.manage' },
    type: resultUnion('DeviceRevoke', DeviceRevokeSuccess, [NotFoundError]),
    args: { input: t.arg({ type: DeviceRevokeInput, required: true, description: input }) },
    resolve: async (_root, { input: { deviceId } }, context) => {
      const id = decodeIdOf('Device', deviceId);
      const revoked = id ? await revokeDevices(context.services.pool, userIdOf(context), { id }) : 0;
      if (revoked === 0) return errorsIn(context.language).notFound(wordsIn(context.language).deviceNotFound);
      context.services.live.touch([RIGHTS_TOPIC]);
      return { typename: 'DeviceRevokeSuccess' };
    },
  }),
  devicesRevokeOthers: t.field({
    description: '退出其他所有设备 / Signs out all other devices',
    authScopes: { may: 'devices.manage' },
    type: DevicesRevokeOthersSuccess,
    resolve: async (_root, _args, context) => {
      const { viewer, services } = context;
      const except = viewer && viewer.kind !== 'partner' ? viewer.sessionId : null;
      const revokedCount = await revokeDevices(services.pool, userIdOf(context), { except });
      services.live.touch([RIGHTS_TOPIC]);
      return { typename: 'DevicesRevokeOthersSuccess', revokedCount };
    },
  }),
}));
