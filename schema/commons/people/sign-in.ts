// Signing in: one-time codes for residents, password and second factor for staff; own devices.
import { personOf } from '../../frame/access/callers.ts';
import { may } from '../../frame/access/may.ts';
import { RIGHTS_TOPIC } from '../../frame/access/viewer.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import type { ErrorShape } from '../../frame/errors/graph.ts';
import { refused } from '../../frame/errors/problems.ts';
import { checked, id, optional, scalar, wrong } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { isRefusal, RateLimited, RetryLater, refuse } from '../../frame/refusals.ts';
import type { Right } from '../../frame/rights.ts';
import type { Refused, SignedIn, TooOften } from '../../frame/services.ts';
import { say } from '../../frame/speech.ts';
import { agreedVersions, agreeToVersions } from './agreeing.ts';
import { greet, signedInNow, userIdOf, Viewer } from './graph.ts';
import { parsePhone } from './phone.ts';
import { codeForm, deviceGone, isUnserved, phoneWrong, refusals, SignIn, signInRefused, unserved } from './refusals.ts';
import { joinResident, revokeDevices } from './store.ts';

const CODE_INTERVAL_SECONDS = 60;

/** The session that was opened, or why there is none; to somebody who left it sounds like a wrong password. */
export async function greetOrRefuse<Outcome extends SignedIn | Refused | TooOften>(outcome: Outcome, context: Context) {
  if (isUnserved(outcome)) return unserved(outcome);
  return (await greet(outcome as Extract<Outcome, SignedIn>, context)) ?? signInRefused('LOGIN_WRONG');
}

const phone = (says: string) =>
  checked(scalar('String', says), (given, { services: { settings } }) => parsePhone(given, settings) ?? wrong('PHONE', phoneWrong));
/** What is compared as it was typed. */
const secret = (says: string) => scalar('String', says);

mutation('signInCodeSend', {
  says: '发送登录验证码，10 分钟内有效 / Sends a one-time code, valid for 10 minutes',
  may: null,
  input: { phone: phone('手机号，默认 +86 / Mobile number, +86 unless stated otherwise') },
  done: '验证码已发出 / Code sent',
  gives: gives<{ retryAfterSeconds: number }>((t) => ({
    retryAfterSeconds: t.exposeInt('retryAfterSeconds', {
      description: '多少秒后可以重发 / Seconds until another code can be sent',
    }),
  })),
  refuses: [RateLimited, RetryLater],
  async do(input, { services: { identity, log }, device, requestId }) {
    const sent = await identity.sendCode(input.phone, device).catch((error: Error) => error);
    if (sent instanceof Error) {
      log.error({ err: sent, requestId }, 'a one-time code could not be sent');
      return refusals.smsFailed;
    }
    return sent === 'sent' ? { retryAfterSeconds: CODE_INTERVAL_SECONDS } : unserved(sent);
  },
});

mutation('signInCodeConfirm', {
  says: '用验证码登录；新号码即注册 / Signs in with a code; a new number is registered as a new resident',
  may: null,
  input: {
    phone: phone('手机号 / Mobile number'),
    code: checked(scalar('String', '6 位验证码 / The 6-digit code'), (given) => {
      const code = given.normalize('NFKC').replace(/\s/g, '');
      return /^\d{6}$/.test(code) ? code : wrong('CODE', codeForm);
    }),
    agreesTo: optional(
      agreedVersions(
        '同意的用户协议和隐私政策版本，不填则登录后再问 / Versions of terms and privacy notice agreed to; omitted: asked later',
      ),
    ),
  },
  done: '登录成功 / Signed in',
  gives: signedInNow,
  refuses: [SignIn, RateLimited],
  async do(input, context) {
    const { identity, pool } = context.services;
    const outcome = await identity.confirmCode(input.phone, input.code, context.device);
    if (isUnserved(outcome)) return unserved(outcome);
    await joinResident(pool, { userId: outcome.userId, phone: input.phone });
    const greeted = await greetOrRefuse(outcome, context);
    if (input.agreesTo && !isRefusal(greeted) && greeted.viewer.kind === 'resident')
      await agreeToVersions(
        { services: context.services, requestId: context.requestId, viewer: greeted.viewer },
        greeted.viewer.residentId,
        input.agreesTo,
      );
    return greeted;
  },
});

/** No refusal, and no session yet. */
const Challenge = {
  name: 'StaffSignInChallenge',
  code: '',
  type: builder.objectRef<ErrorShape & { challenge: string }>('StaffSignInChallenge').implement({
    description: '密码正确，还需要动态码 / The password is correct; the second factor is required',
    fields: (t) => ({
      challenge: t.exposeString('challenge', {
        description: '交给 secondFactorConfirm，10 分钟内有效 / Challenge for secondFactorConfirm, valid for 10 minutes',
      }),
    }),
  }),
} as const;

mutation('staffSignIn', {
  says: '工作人员登录的第一步 / First step of the staff sign-in',
  may: null,
  input: { login: secret('登录名 / Login'), password: secret('密码 / Password') },
  done: '登录成功（未设两步验证） / Signed in; no second factor is set up',
  gives: signedInNow,
  refuses: [Challenge, SignIn, RateLimited],
  async do({ login, password }, context) {
    const outcome = await context.services.identity.checkPassword(login, password, context.device);
    if ('challenge' in outcome) return refuse(Challenge, say('', ''), { challenge: outcome.challenge });
    return greetOrRefuse(outcome, context);
  },
});

mutation('secondFactorConfirm', {
  says: '工作人员登录的第二步 / Second step of the staff sign-in',
  may: null,
  input: {
    challenge: secret('第一步得到的 challenge / The challenge from the first step'),
    code: secret('验证器的 6 位数字，或一个恢复码 / Code from the authenticator, or a recovery code'),
  },
  done: '登录成功 / Signed in',
  gives: signedInNow,
  refuses: [SignIn, RateLimited],
  async do({ challenge, code }, context) {
    return greetOrRefuse(await context.services.identity.meetChallenge(challenge, code, context.device), context);
  },
});

/** The token of the session that asks: a second factor belongs to it. */
export function tokenOf(context: Context): string {
  if (!context.sessionDoor.token) throw refused(context);
  return context.sessionDoor.token;
}

/** Anyone who holds only the password of a person with a second factor cannot add one of their own. */
export const onceConfirmed: Right<'SignInError'> = {
  ask(_input, context) {
    if (may(context, 'secondFactor.add')) return null;
    if (!may(context, 'password.manage')) throw refused(context);
    return signInRefused('CONFIRM_FIRST');
  },
  refuses: [SignIn],
};

mutation('secondFactorBegin', {
  says: '设置两步验证：得到密钥和恢复码 / Starts setting up a second factor: returns the secret and recovery codes',
  may: onceConfirmed,
  input: { password: secret('当前密码 / The current password') },
  done: '用验证器扫描后再确认 / Scan it with an authenticator, then confirm',
  gives: gives<{ uri: string; recoveryCodes: string[] }>((t) => ({
    uri: t.exposeString('uri', { description: 'otpauth:// 地址，可做成二维码 / otpauth:// address, for a QR code' }),
    secret: t.string({
      description: '手动输入用的密钥 / The secret, to enter manually',
      resolve: ({ uri }) => new URL(uri).searchParams.get('secret') ?? '',
    }),
    recoveryCodes: t.exposeStringList('recoveryCodes', {
      description: '恢复码，每个用一次；只显示这一次 / Recovery codes, each works once, shown only once',
    }),
  })),
  refuses: [],
  async do({ password }, context) {
    const outcome = await context.services.identity.beginSecondFactor(tokenOf(context), password);
    return 'refusal' in outcome ? signInRefused(outcome.refusal) : outcome;
  },
});

mutation('secondFactorEnable', {
  says: '确认后开启两步验证；令牌随之更换 / Turns the second factor on and replaces the token',
  may: onceConfirmed,
  input: { code: secret('6 位数字 / The 6 digits') },
  done: '两步验证已开启 / The second factor is on',
  gives: signedInNow,
  refuses: [],
  async do({ code }, context) {
    const { identity, live } = context.services;
    const outcome = await identity.confirmSecondFactor(tokenOf(context), code.replace(/\s/g, ''), context.device);
    live.touch([RIGHTS_TOPIC]);
    return greetOrRefuse(outcome, context);
  },
});

mutation('passwordChange', {
  says: '修改密码，其他设备全部退出 / Changes the password; all other devices are signed out',
  may: 'password.manage',
  input: {
    current: secret('当前密码 / The current password'),
    next: secret('新密码，10–128 个字符 / New password, 10–128 characters'),
  },
  done: '密码已修改 / Password changed',
  gives: signedInNow,
  refuses: [SignIn],
  async do({ current, next }, context) {
    const { identity, live } = context.services;
    const outcome = await identity.changePassword(tokenOf(context), current, next, context.device);
    live.touch([RIGHTS_TOPIC]);
    return greetOrRefuse(outcome, context);
  },
});

mutation('deviceRevoke', {
  says: '退出一台设备，它的令牌立即作废 / Signs out a device; its token is revoked immediately',
  may: 'devices.manage',
  input: { deviceId: id('Device', '设备编号 / ID of the device', deviceGone) },
  done: '设备已退出 / Signed out',
  gives: gives<object>((t) => ({
    viewer: t.field({
      type: Viewer,
      nullable: true,
      description: '本人及剩下的设备 / The person and the remaining devices',
      resolve: (_success, _args, { viewer }) => viewer,
    }),
  })),
  refuses: [],
  async do({ deviceId }, context) {
    const { pool, live } = context.services;
    if ((await revokeDevices(pool, userIdOf(context), { id: deviceId })) === 0) return refusals.deviceNotFound;
    live.touch([RIGHTS_TOPIC]);
    return {};
  },
});

mutation('devicesRevokeOthers', {
  says: '退出其他所有设备 / Signs out all other devices',
  may: 'devices.manage',
  input: {},
  done: '其他设备已全部退出 / All other devices are signed out',
  gives: gives<{ revokedCount: number }>((t) => ({
    revokedCount: t.exposeInt('revokedCount', { description: '退出了多少台 / Number of devices signed out' }),
    viewer: t.field({
      type: Viewer,
      nullable: true,
      description: '本人 / The person',
      resolve: (_success, _args, { viewer }) => viewer,
    }),
  })),
  refuses: [],
  async do(_input, context) {
    const { pool, live } = context.services;
    const { userId, sessionId } = personOf(context);
    const revokedCount = await revokeDevices(pool, userId, { except: sessionId });
    live.touch([RIGHTS_TOPIC]);
    return { revokedCount };
  },
});
