// Passkeys of staff: added, used to sign in, taken away.
import { staffOf } from '../access/callers.ts';
import { RIGHTS_TOPIC } from '../access/viewer.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import {
  ConflictError,
  type ErrorShape,
  errorsIn,
  NotFoundError,
  RateLimitedError,
  resultUnion,
  SignInError,
  ValidationError,
} from '../errors/graph.ts';
import { wordsIn } from '../errors/words.ts';
import { decodeIdOf, encodeId } from '../relay/global-id.ts';
import { personText } from '../text.ts';
import { signInSuccess, userIdOf, Viewer } from './graph.ts';
import { greetOrRefuse, onceConfirmed, refusalShape, tokenOf } from './sign-in.ts';
import { deletePasskey, type PasskeyRow, readLogin, readPasskeys } from './store.ts';

const inputDescription = '输入 / The input';

const Passkey = builder.objectRef<PasskeyRow>('Passkey').implement({
  description: '通行密钥 / A passkey',
  fields: (t) => ({
    id: t.id({ description: '编号，用于移除 / ID, for removing it', resolve: ({ id }) => encodeId('Passkey', id) }),
    name: t.exposeString('name', { description: '名字 / Name' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: '添加时间 / Added at' }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true, description: '最近使用 / Last used at' }),
  }),
});

builder.objectFields(Viewer, (t) => ({
  login: t.string({
    nullable: true,
    description: '工作人员的登录名；居民和演示身份为空 / Login of staff; null for residents and demo personas',
    resolve: (viewer, _args, { services }) => (viewer.kind === 'staff' ? readLogin(services.pool, viewer.userId) : null),
  }),
  hasSecondFactor: t.boolean({
    description: '是否已有验证器或通行密钥 / Whether an authenticator or a passkey is set up',
    resolve: (viewer) => viewer.kind === 'staff' && viewer.hasSecondFactor,
  }),
  passkeys: t.field({
    type: [Passkey],
    description: '本人的通行密钥 / Own passkeys',
    resolve: (viewer, _args, { services }) => (viewer.kind === 'partner' ? [] : readPasskeys(services.pool, viewer.userId)),
  }),
}));

function optionsSuccess(name: string) {
  return builder.objectRef<{ typename: string; options: object }>(name).implement({
    description: '交给浏览器的参数，5 分钟内有效 / Options for the browser, valid for 5 minutes',
    fields: (t) => ({
      options: t.field({
        type: 'JSON',
        description: 'WebAuthn 的 JSON 参数 / JSON options of WebAuthn',
        resolve: ({ options }) => options,
      }),
    }),
  });
}

const PasskeyAddInput = builder.inputType('PasskeyAddInput', {
  description: '浏览器给出的通行密钥 / The passkey returned by the browser',
  fields: (t) => ({
    response: t.field({ type: 'JSON', required: true, description: '浏览器的回答 / The browser’s response' }),
    name: t.string({ required: true, description: '名字，1–40 字 / Name, 1–40 characters' }),
  }),
});

const PasskeySignInInput = builder.inputType('PasskeySignInInput', {
  description: '用通行密钥登录 / Signs in with a passkey',
  fields: (t) => ({ response: t.field({ type: 'JSON', required: true, description: '浏览器的回答 / The browser’s response' }) }),
});

const PasskeyRemoveInput = builder.inputType('PasskeyRemoveInput', {
  description: '移除哪个通行密钥 / The passkey to remove',
  fields: (t) => ({ passkeyId: t.id({ required: true, description: '编号 / ID of the passkey' }) }),
});

const PasskeyRemoveSuccess = builder.objectRef<{ typename: string }>('PasskeyRemoveSuccess').implement({
  description: '已移除 / Removed',
  fields: (t) => ({
    viewer: t.field({
      type: Viewer,
      nullable: true,
      description: '本人及剩下的通行密钥 / The person and the remaining passkeys',
      resolve: (_s, _a, { viewer }) => viewer,
    }),
  }),
});

/** The page that asks; programs have no passkeys. */
function originOf(context: Context): string | ErrorShape {
  return context.device.origin ?? refusalShape({ refusal: 'PASSKEY_WRONG' }, context);
}

builder.mutationFields((t) => ({
  passkeyAddBegin: t.field({
    description: '开始添加通行密钥 / Starts adding a passkey',
    ...onceConfirmed,
    type: resultUnion('PasskeyAddBegin', optionsSuccess('PasskeyAddBeginSuccess'), [SignInError]),
    resolve: async (_root, _args, context) => {
      const origin = originOf(context);
      if (typeof origin !== 'string') return origin;
      const userId = userIdOf(context);
      const { name } = staffOf(context);
      const login = (await readLogin(context.services.pool, userId)) ?? name;
      const options = await context.services.identity.passkeys.begin({ userId, login, name }, origin);
      return { typename: 'PasskeyAddBeginSuccess', options };
    },
  }),
  passkeyAdd: t.field({
    description: '添加通行密钥；令牌随之更换 / Adds a passkey and replaces the token',
    ...onceConfirmed,
    type: resultUnion('PasskeyAdd', signInSuccess('PasskeyAddSuccess', '通行密钥已添加 / Added'), [SignInError, ValidationError]),
    args: { input: t.arg({ type: PasskeyAddInput, required: true, description: inputDescription }) },
    resolve: async (_root, { input }, context) => {
      const { services, language, device } = context;
      const origin = originOf(context);
      if (typeof origin !== 'string') return origin;
      const name = personText({ min: 1, max: 40 }).safeParse(input.name);
      if (!name.success) return errorsIn(language).invalidField('name', 'TEXT', wordsIn(language).passkeyNameForm);
      const outcome = await services.identity.passkeys.add(userIdOf(context), origin, input.response, name.data);
      if (outcome !== 'stored') return refusalShape(outcome, context);
      const signedIn = await services.identity.strengthen(tokenOf(context), device);
      services.live.touch([RIGHTS_TOPIC]);
      return greetOrRefuse('PasskeyAddSuccess', signedIn, context);
    },
  }),
  passkeySignInBegin: t.field({
    description: '开始用通行密钥登录 / Starts a sign-in with a passkey',
    type: resultUnion('PasskeySignInBegin', optionsSuccess('PasskeySignInBeginSuccess'), [SignInError]),
    resolve: async (_root, _args, context) => {
      const origin = originOf(context);
      if (typeof origin !== 'string') return origin;
      return { typename: 'PasskeySignInBeginSuccess', options: await context.services.identity.passkeys.beginSignIn(origin) };
    },
  }),
  passkeySignIn: t.field({
    description: '用通行密钥登录：一步即两步验证 / Signs in with a passkey, which counts as both factors',
    type: resultUnion('PasskeySignIn', signInSuccess('PasskeySignInSuccess', '登录成功 / Signed in'), [SignInError, RateLimitedError]),
    args: { input: t.arg({ type: PasskeySignInInput, required: true, description: inputDescription }) },
    resolve: async (_root, { input }, context) => {
      const outcome = await context.services.identity.passkeySignIn(input.response, context.device);
      return greetOrRefuse('PasskeySignInSuccess', outcome, context);
    },
  }),
  passkeyRemove: t.field({
    description: '移除一个通行密钥；唯一的第二步不能移除 / Removes a passkey; the only second factor cannot be removed',
    authScopes: { may: 'password.manage' },
    type: resultUnion('PasskeyRemove', PasskeyRemoveSuccess, [NotFoundError, ConflictError]),
    args: { input: t.arg({ type: PasskeyRemoveInput, required: true, description: inputDescription }) },
    resolve: async (_root, { input }, context) => {
      const errors = errorsIn(context.language);
      const words = wordsIn(context.language);
      const id = decodeIdOf('Passkey', input.passkeyId);
      const outcome = id ? await deletePasskey(context.services.pool, userIdOf(context), id) : 'absent';
      if (outcome === 'absent') return errors.notFound(words.passkeyNotFound);
      if (outcome === 'last') return errors.conflict(words.lastSecondFactor);
      return { typename: 'PasskeyRemoveSuccess' };
    },
  }),
}));
