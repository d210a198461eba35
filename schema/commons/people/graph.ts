// Who is signed in, what they may do, and the demo's one-click personas.
import type { StaffRole } from '../../../prisma/client/enums.ts';
import { personOf } from '../../frame/access/callers.ts';
import { may } from '../../frame/access/may.ts';
import type { Viewer as ViewerRow } from '../../frame/access/viewer.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { choice, scalar } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Forbidden, NotFound } from '../../frame/refusals.ts';
import { encodeId } from '../../frame/relay/global-id.ts';
import type { SignedIn } from '../../frame/services.ts';
import { type Action, CAN, SCOPES } from '../../modules.ts';
import { Grid } from '../grids/graph.ts';
import { gridLoader } from '../grids/loaders.ts';
import { refusals } from './refusals.ts';
import { type DeviceRow, deleteSession, demoUser, readDevices, readSessionViewers } from './store.ts';
import { hashToken } from './tokens.ts';

const PERSONAS = {
  RESIDENT: '居民 / Resident',
  VOLUNTEER: '平安志愿者 / Volunteer',
  GRID_WORKER: '网格员 / Grid worker',
  OFFICER: '社区民警 / Community officer',
  PROPERTY: '物业、街道办 / Property management, the street office',
  LEGAL_ADVISER: '法律顾问 / Legal adviser',
  DISPATCHER: '指挥调度 / Dispatcher',
  COMMANDER: '所长 / Commander',
  ADMIN: '管理员 / Administrator',
  PARTNER: '合作应用 / Partner program',
} as const;

type Persona = keyof typeof PERSONAS;

const PersonaEnum = builder.enumType('Persona', {
  description: '身份 / Role of a person or program on the platform',
  values: Object.fromEntries(Object.entries(PERSONAS).map(([name, description]) => [name, { description }])) as {
    [Name in Persona]: { description: string };
  },
});

function personaOf(viewer: ViewerRow): Persona {
  if (viewer.kind === 'staff') return viewer.role;
  if (viewer.kind === 'partner') return 'PARTNER';
  return viewer.isVolunteer ? 'VOLUNTEER' : 'RESIDENT';
}

export const PartnerScopeEnum = builder.enumType('PartnerScope', {
  description: '合作密钥的权限 / What a partner key may do',
  values: Object.fromEntries(
    Object.entries(SCOPES).map(([scope, description]) => [scope.toUpperCase().replace(/[:-]/g, '_'), { value: scope, description }]),
  ) as Record<string, { value: keyof typeof SCOPES; description: string }>,
});

const Device = builder.objectRef<DeviceRow>('Device').implement({
  description: '已登录的设备 / A signed-in device',
  fields: (t) => ({
    id: t.id({ description: '编号，用于退出这台设备 / Id, to sign it out', resolve: ({ id }) => encodeId('Device', id) }),
    userAgent: t.exposeString('userAgent', { description: '浏览器自报的名称 / Browser, as it identifies itself' }),
    address: t.exposeString('address', { description: '登录时的网络地址 / Network address at sign-in' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: '登录时间 / Signed in at' }),
    lastSeenAt: t.expose('lastSeenAt', { type: 'DateTime', description: '最近使用时间 / Last used at' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: '登录有效至 / Signed in until' }),
    isCurrent: t.boolean({
      description: '是否正在使用的这台 / Whether this is the device making the request',
      resolve: ({ id }, _args, { viewer }) => viewer?.kind !== 'partner' && viewer?.sessionId === id,
    }),
  }),
});

const ViewerPermissions = builder.objectRef<object>('ViewerPermissions').implement({
  description: '当前的人能做什么，用来决定显示哪些入口 / Permissions of the viewer, to decide which pages to show',
  fields: (t) => {
    const fields = Object.entries(CAN).map(([name, [right, description]]) => [
      name,
      t.boolean({ description, resolve: (_viewer, _args, context) => may(context, right as Action) }),
    ]);
    return Object.fromEntries(fields) as Record<keyof typeof CAN, ReturnType<typeof t.boolean>>;
  },
});

export const Viewer = builder.objectRef<ViewerRow>('Viewer').implement({
  description: '当前登录的人或合作应用 / The signed-in person or partner program',
  fields: (t) => ({
    persona: t.field({ type: PersonaEnum, description: '身份 / Role', resolve: personaOf }),
    name: t.exposeString('name', { description: '本人姓名 / Own name' }),
    title: t.string({
      nullable: true,
      description: '工作人员的称呼，如 王警官；居民为空 / Title, as residents address them; null for residents',
      resolve: (viewer) => (viewer.kind === 'staff' ? viewer.title : null),
    }),
    homeGrid: t.field({
      type: Grid,
      nullable: true,
      description: '居民所住的网格 / The grid a resident lives in',
      resolve: (viewer, _args, context) =>
        viewer.kind === 'resident' && viewer.homeGridId ? gridLoader(context).load(viewer.homeGridId) : null,
    }),
    dutyGrids: t.field({
      type: [Grid],
      description: '工作人员此刻值守的网格 / Grids where the staff member is on duty now',
      resolve: (viewer, _args, context) => (viewer.kind === 'staff' ? gridLoader(context).loadMany(viewer.dutyGridIds) : []),
    }),
    lacksSecondFactor: t.boolean({
      description: '必须先设置两步验证才能继续 / Whether a second factor must be set up first',
      resolve: (viewer) => viewer.kind === 'staff' && viewer.lacksSecondFactor,
    }),
    scopes: t.field({
      type: [PartnerScopeEnum],
      description: '合作密钥的权限；人为空列表 / Scopes of a partner key; empty for people',
      resolve: (viewer) => (viewer.kind === 'partner' ? [...viewer.scopes] : []),
    }),
    devices: t.field({
      type: [Device],
      description: '本人已登录的设备，最近使用的在前 / Own signed-in devices, most recently used first',
      resolve: (viewer, _args, { services }) => (viewer.kind === 'partner' ? [] : readDevices(services.pool, viewer.userId)),
    }),
    can: t.field({ type: ViewerPermissions, description: '能做什么 / Permissions', resolve: () => ({}) }),
  }),
});

export interface SignedInNow {
  token: string;
  viewer: ViewerRow;
}

export const signedInNow = gives<SignedInNow>((t) => ({
  token: t.exposeString('token', { description: '令牌，用于 Authorization: Bearer；只显示一次 / Bearer token, shown only once' }),
  viewer: t.expose('viewer', { type: Viewer, description: '登录的人 / The signed-in person' }),
}));

/** The device is signed in: its browser remembers the token, the answer shows it. Null: whoever it is works here no more. */
export async function greet({ token, expiresAt }: SignedIn, { services, sessionDoor }: Context): Promise<SignedInNow | null> {
  const viewers = await readSessionViewers(services.pool, [hashToken(token)], services.clock.now());
  const viewer = viewers.get(hashToken(token));
  if (!viewer) {
    await deleteSession(services.pool, hashToken(token));
    return null;
  }
  sessionDoor.remember(token, expiresAt);
  return { token, viewer };
}

builder.queryFields((t) => ({
  viewer: t.field({
    type: Viewer,
    nullable: true,
    description: '当前登录的人；未登录为空 / The signed-in person; null when signed out',
    resolve: (_root, _args, { viewer }) => viewer,
  }),
  isDemo: t.boolean({
    description: '是否演示模式（可用演示身份登录） / Whether demo personas can sign in',
    resolve: (_root, _args, { services }) => services.settings.isDemo,
  }),
}));

mutation('demoSignIn', {
  says: '以演示身份登录，仅演示模式 / Signs in as a demo persona; in demo mode only',
  may: null,
  cost: 1,
  input: {
    persona: choice(PersonaEnum, '身份 / Persona'),
    index: scalar('Int', '第几位，从 0 开始 / Index of the persona, from 0', { otherwise: 0 }),
  },
  done: '登录成功 / Signed in',
  gives: signedInNow,
  refuses: [Forbidden, NotFound],
  async do({ persona, index }, context) {
    const { identity, pool, settings } = context.services;
    if (!settings.isDemo) return refusals.demoOnly;
    const userId = await findPersona(pool, persona, index);
    if (!userId) return refusals.personaNotFound;
    return (await greet(await identity.openSession(userId, context.device), context)) ?? refusals.personaNotFound;
  },
});

mutation('signOut', {
  says: '退出登录，令牌作废 / Signs out on this device and revokes its token',
  may: null,
  input: {},
  done: '已退出 / Signed out',
  gives: gives<object>((t) => ({
    viewer: t.field({ type: Viewer, nullable: true, description: '退出后为空 / Null from now on', resolve: () => null }),
  })),
  refuses: [],
  async do(_input, { sessionDoor }) {
    await sessionDoor.forget();
    return {};
  },
});

async function findPersona(pool: Context['services']['pool'], persona: Persona, index: number): Promise<string | null> {
  if (index < 0 || persona === 'PARTNER') return null; // a partner has a key
  return demoUser(pool, persona satisfies 'RESIDENT' | 'VOLUNTEER' | StaffRole, index);
}

/** The signed-in person's user id. */
export const userIdOf = (context: Context): string => personOf(context).userId;
