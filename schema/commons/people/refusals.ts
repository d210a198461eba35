// Why somebody is not signed in, not verified, not shown, or not forgotten.
import { builder } from '../../frame/builder.ts';
import { wordsIn } from '../../frame/errors/words.ts';
import { conflict, forbidden, notFound, type Refusal, rateLimited, refusalKind, refuse, retryLater, tells } from '../../frame/refusals.ts';
import type { Refused, SignInRefusal, TooOften } from '../../frame/services.ts';
import { type Say, say } from '../../frame/speech.ts';
import type { IdNumberMistake } from './id-number.ts';

const SIGN_IN_REFUSALS: Record<SignInRefusal, { means: string; says: Say }> = {
  CODE_WRONG: {
    means: '验证码不对 / Wrong one-time code',
    says: say('验证码不对，请看清短信再填一次。', 'The code is wrong. Check the message and enter it again.'),
  },
  CODE_EXPIRED: {
    means: '验证码已失效 / Code expired or used',
    says: say('验证码已失效，请重新获取。', 'The code has expired. Request a new one.'),
  },
  TOO_MANY_TRIES: {
    means: '试错过多 / Too many wrong attempts',
    says: say('试错次数过多，请重新获取验证码或稍后再试。', 'Too many wrong attempts. Request a new code, or try again later.'),
  },
  LOGIN_WRONG: {
    means: '账号或密码不对 / Wrong login or password',
    says: say('账号或密码不对。', 'The login or password is wrong.'),
  },
  SECOND_FACTOR_WRONG: {
    means: '动态码不对 / Wrong second factor',
    says: say('动态码不对，请看验证器上的最新数字。', 'The code is wrong. Enter the latest one from your authenticator.'),
  },
  CHALLENGE_EXPIRED: {
    means: '登录超时 / The sign-in has expired',
    says: say('登录已超时，请重新输入账号密码。', 'The sign-in has expired. Enter your login and password again.'),
  },
  PASSWORD_WEAK: {
    means: '密码不合要求 / The password is too short or too long',
    says: say('密码须为 10–128 个字符。', 'The password must be 10–128 characters.'),
  },
  SECOND_FACTOR_ON: {
    means: '两步验证已开启 / The second factor is already on',
    says: say('两步验证已经开启。', 'The second factor is already on.'),
  },
  PASSKEY_WRONG: {
    means: '通行密钥没有通过 / The passkey could not be verified',
    says: say(
      '通行密钥没有通过，请再试一次，或改用密码登录。',
      'The passkey could not be verified. Try again, or sign in with your password.',
    ),
  },
  CONFIRM_FIRST: {
    means: '须先用已有的第二步确认 / Confirm with an existing second factor first',
    says: say('请先用已有的通行密钥登录，再添加新的验证方式。', 'Sign in with your existing passkey before you add another method.'),
  },
};

const SignInRefusalEnum = builder.enumType('SignInRefusal', {
  description: '登录没有成功的原因 / Why a sign-in was refused',
  values: Object.fromEntries(Object.entries(SIGN_IN_REFUSALS).map(([name, { means }]) => [name, { description: means }])) as {
    [Name in SignInRefusal]: { description: string };
  },
});

export const SignIn = refusalKind(
  'SignIn',
  '没有登录成功：凭证不对或已失效 / The sign-in was refused: the code, password or second factor is wrong or has expired',
  tells<{ reason: SignInRefusal }>((t) => ({
    reason: t.expose('reason', { type: SignInRefusalEnum, description: '原因 / Reason' }),
  })),
  'SIGN_IN_REFUSED',
);

export const signInRefused = (reason: SignInRefusal) => refuse(SignIn, SIGN_IN_REFUSALS[reason].says, { reason });

type Unserved = Refused | TooOften;
type RefusalOf<Outcome> = Outcome extends Refused ? Refusal<'SignInError'> : Outcome extends TooOften ? Refusal<'RateLimitedError'> : never;

export function isUnserved<Outcome extends object>(outcome: Outcome): outcome is Extract<Outcome, Unserved> {
  return 'refusal' in outcome || 'retryAfterSeconds' in outcome;
}

/** What a refusal of the sign-in house becomes. */
export function unserved<Outcome extends Unserved>(outcome: Outcome): RefusalOf<Outcome> {
  const refusal = 'refusal' in outcome ? signInRefused(outcome.refusal) : rateLimited(outcome.retryAfterSeconds);
  return refusal as RefusalOf<Outcome>;
}

export const phoneWrong = say('手机号不正确，请检查后重填。', 'The mobile number is not valid. Check it and try again.');
export const codeForm = say('验证码是 6 位数字。', 'Enter the 6-digit code.');
export const deviceGone = say('没有找到这台设备，可能已经退出。', 'Device not found. It may already be signed out.');
export const passkeyGone = say('没有找到这个通行密钥。', 'Passkey not found.');
export const residentGone: Say = ({ language }) => wordsIn(language).residentNotFound;
export const applicationGone = say('没有找到这份实名登记。', 'Registration not found.');
export const eraseConfirm = say('请输入您的手机号以确认注销。', 'Enter your phone number to confirm.');
export const guardianAsked = '【携手】有未成年人在实名登记时把您填为监护人。请登录携手，在“我的”里确认或拒绝；不认识请拒绝。';

/** What is wrong with a registration. */
export const mistakes = {
  name: say('请填写真实姓名，2–30 个字，不含数字。', 'Enter the real name: 2–30 characters, no digits.'),
  address: say('请填写住址，4–120 个字。', 'Enter the address: 4–120 characters.'),
  homeGrid: say(
    '按这个住址没有找到网格，请在地图上或列表里选择所在网格。',
    'No grid was found for this address. Choose your grid on the map or from the list.',
  ),
  guardianNeeded: say(
    '未满 18 周岁，请填写监护人的手机号；监护人须已实名且成年，并在自己的账号里同意。',
    'Under 18, enter a guardian’s phone number. The guardian must be a verified adult and agree in their own account.',
  ),
  guardianUnfit: say(
    '没有找到已实名的成年监护人，请核对监护人手机号。',
    'No verified adult was found with this phone number. Check the guardian’s number.',
  ),
  numberTaken: say(
    '这个身份证号已由另一个账号实名。如果不是您本人操作，请到社区服务站处理。',
    'This identity number is registered to another account. If that was not you, visit the community service desk.',
  ),
} as const;

export const numberMistakes: Record<IdNumberMistake, Say> = {
  FORM: say('身份证号应为 18 位，最后一位可以是 X。', 'The identity number must have 18 characters; the last can be an X.'),
  REGION: say('身份证号前 6 位的地区代码不存在，请核对。', 'The region code (first 6 digits) does not exist. Check the number.'),
  BIRTH_DATE: say('身份证号里的出生日期不正确，请核对。', 'The birth date in the number is not valid. Check the number.'),
  CHECK_DIGIT: say('身份证号有一位写错了（校验码不符），请核对。', 'One digit is wrong: the check digit does not match. Check the number.'),
};

export const refusals = {
  demoOnly: forbidden(say('演示身份只在演示模式下可用。', 'Demo personas are available in demo mode only.')),
  personaNotFound: notFound(say('没有这个演示身份。', 'Demo persona not found.')),
  smsFailed: retryLater(say('短信没有发出，请稍后再试。', 'The text message could not be sent. Please try again in a moment.')),
  deviceNotFound: notFound(deviceGone),
  passkeyNotFound: notFound(passkeyGone),
  lastSecondFactor: conflict(
    say('这是您唯一的第二步验证，先添加另一种再移除它。', 'This is your only second factor. Add another before you remove it.'),
  ),
  alreadyVerified: conflict(say('您已完成实名登记。', 'Your real name is already verified.')),
  numberAbsent: notFound(say('这位居民还没有登记身份证号。', 'This resident has not registered an identity number.')),
} as const;

/** By why a registration could not be decided. */
export const undecided = {
  changed: conflict(
    say('这份登记刚被处理或修改，请刷新后再看。', 'This registration has just been reviewed or changed. Reload it and try again.'),
  ),
  taken: conflict(mistakes.numberTaken),
  guardian: conflict(
    say(
      '监护人还没有同意，请等监护人在自己的账号里确认。',
      'The guardian has not agreed yet. Please wait until they confirm in their own account.',
    ),
  ),
} as const;
