// Passkeys of staff: added, used to sign in, taken away.
import { staffOf } from '../../frame/access/callers.ts';
import { RIGHTS_TOPIC } from '../../frame/access/viewer.ts';
import { builder } from '../../frame/builder.ts';
import { id, plain, text } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Conflict, RateLimited } from '../../frame/refusals.ts';
import { encodeId } from '../../frame/relay/global-id.ts';
import { signedInNow, userIdOf, Viewer } from './graph.ts';
import { passkeyGone, refusals, SignIn, signInRefused, unserved } from './refusals.ts';
import { greetOrRefuse, onceConfirmed, tokenOf } from './sign-in.ts';
import { deletePasskey, type PasskeyRow, readLogin, readPasskeys } from './store.ts';

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

const options = gives<{ options: object }>((t) => ({
  options: t.field({
    type: 'JSON',
    description: 'WebAuthn 的 JSON 参数 / JSON options of WebAuthn',
    resolve: (success) => success.options,
  }),
}));
const OPTIONS_READY = '交给浏览器的参数，5 分钟内有效 / Options for the browser, valid for 5 minutes';
const response = plain<unknown>((t) => t.field({ type: 'JSON', required: true, description: '浏览器的回答 / The browser’s response' }));
/** Programs have no passkeys: a page asks. */
const noPage = signInRefused('PASSKEY_WRONG');

mutation('passkeyAddBegin', {
  says: '开始添加通行密钥 / Starts adding a passkey',
  may: onceConfirmed,
  input: {},
  done: OPTIONS_READY,
  gives: options,
  refuses: [],
  async do(_input, context) {
    const { identity, pool } = context.services;
    if (!context.device.origin) return noPage;
    const { userId, name } = staffOf(context);
    const login = (await readLogin(pool, userId)) ?? name;
    return { options: await identity.passkeys.begin({ userId, login, name }, context.device.origin) };
  },
});

mutation('passkeyAdd', {
  says: '添加通行密钥；令牌随之更换 / Adds a passkey and replaces the token',
  may: onceConfirmed,
  input: { response, name: text(1, 40, '名字 / Name') },
  done: '通行密钥已添加 / Added',
  gives: signedInNow,
  refuses: [],
  async do(input, context) {
    const { services, device } = context;
    if (!device.origin) return noPage;
    const outcome = await services.identity.passkeys.add(userIdOf(context), device.origin, input.response, input.name);
    if (outcome !== 'stored') return unserved(outcome);
    const signedIn = await services.identity.strengthen(tokenOf(context), device);
    services.live.touch([RIGHTS_TOPIC]);
    return greetOrRefuse(signedIn, context);
  },
});

mutation('passkeySignInBegin', {
  says: '开始用通行密钥登录 / Starts a sign-in with a passkey',
  may: null,
  input: {},
  done: OPTIONS_READY,
  gives: options,
  refuses: [SignIn],
  async do(_input, { services, device: { origin } }) {
    return origin ? { options: await services.identity.passkeys.beginSignIn(origin) } : noPage;
  },
});

mutation('passkeySignIn', {
  says: '用通行密钥登录：一步即两步验证 / Signs in with a passkey, which counts as both factors',
  may: null,
  input: { response },
  done: '登录成功 / Signed in',
  gives: signedInNow,
  refuses: [SignIn, RateLimited],
  async do(input, context) {
    return greetOrRefuse(await context.services.identity.passkeySignIn(input.response, context.device), context);
  },
});

mutation('passkeyRemove', {
  says: '移除一个通行密钥；唯一的第二步不能移除 / Removes a passkey; the only second factor cannot be removed',
  may: 'password.manage',
  input: { passkeyId: id('Passkey', '编号 / ID of the passkey', passkeyGone) },
  done: '已移除 / Removed',
  gives: gives<object>((t) => ({
    viewer: t.field({
      type: Viewer,
      nullable: true,
      description: '本人及剩下的通行密钥 / The person and the remaining passkeys',
      resolve: (_success, _args, { viewer }) => viewer,
    }),
  })),
  refuses: [Conflict],
  async do({ passkeyId }, context) {
    const outcome = await deletePasskey(context.services.pool, userIdOf(context), passkeyId);
    if (outcome === 'absent') return refusals.passkeyNotFound;
    return outcome === 'last' ? refusals.lastSecondFactor : {};
  },
});
