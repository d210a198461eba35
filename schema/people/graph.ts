// Who is signed in, and the demo's one-click personas.
import type { StaffRole } from '../../prisma/client/enums.ts';
import type { Viewer as ViewerRow } from '../access/viewer.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { errorsIn, ForbiddenError, NotFoundError, resultUnion } from '../errors/graph.ts';
import { wordsIn } from '../errors/words.ts';
import { Grid } from '../grids/graph.ts';
import { gridLoader } from '../grids/loaders.ts';
import { openSession } from './sessions.ts';
import { readDemoResident, readDemoStaff, residentViewer, staffViewer } from './store.ts';

const PERSONAS = {
  RESIDENT: '居民 / Resident',
  VOLUNTEER: '平安志愿者 / Volunteer',
  GRID_WORKER: '网格员 / Grid worker',
  OFFICER: '社区民警 / Community officer',
  PROPERTY: '物业 / Property management',
  LEGAL_ADVISER: '法律顾问 / Legal adviser',
  DISPATCHER: '指挥调度 / Dispatcher',
  COMMANDER: '所长 / Commander',
  ADMIN: '管理员 / Administrator',
} as const;

type Persona = keyof typeof PERSONAS;

const PersonaEnum = builder.enumType('Persona', {
  description: '身份 / What somebody is to the platform',
  values: Object.fromEntries(Object.entries(PERSONAS).map(([name, description]) => [name, { description }])) as {
    [Name in Persona]: { description: string };
  },
});

function personaOf(viewer: ViewerRow): Persona {
  if (viewer.kind === 'staff') return viewer.role;
  return viewer.isVolunteer ? 'VOLUNTEER' : 'RESIDENT';
}

const Viewer = builder.objectRef<ViewerRow>('Viewer').implement({
  description: '当前登录的人 / Who is signed in',
  fields: (t) => ({
    persona: t.field({ type: PersonaEnum, description: '身份 / What they are', resolve: personaOf }),
    name: t.exposeString('name', { description: '本人姓名 / Own name' }),
    title: t.string({
      nullable: true,
      description: '工作人员的称呼，如 王警官；居民为空 / How staff are addressed; null for residents',
      resolve: (viewer) => (viewer.kind === 'staff' ? viewer.title : null),
    }),
    homeGrid: t.field({
      type: Grid,
      nullable: true,
      description: '居民所住的网格 / The grid a resident lives in',
      resolve: (viewer, _args, context) =>
        viewer.kind === 'resident' && viewer.homeGridId ? gridLoader(context).load(viewer.homeGridId) : null,
    }),
  }),
});

interface SignIn {
  typename: string;
  token: string;
  viewer: ViewerRow;
}

const DemoSignInSuccess = builder.objectRef<SignIn>('DemoSignInSuccess').implement({
  description: '登录成功 / Signed in',
  fields: (t) => ({
    token: t.exposeString('token', { description: '令牌，用于 Authorization: Bearer；只显示一次 / Bearer token, shown once' }),
    viewer: t.expose('viewer', { type: Viewer, description: '登录的人 / Who is signed in' }),
  }),
});

const DemoSignInInput = builder.inputType('DemoSignInInput', {
  description: '选择一个演示身份 / Which demo persona',
  fields: (t) => ({
    persona: t.field({ type: PersonaEnum, required: true, description: '身份 / Persona' }),
    index: t.int({ defaultValue: 0, description: '第几位，从 0 开始 / Which one, from 0' }),
  }),
});

const SignOutSuccess = builder.objectRef<{ typename: string }>('SignOutSuccess').implement({
  description: '已退出 / Signed out',
  fields: (t) => ({
    viewer: t.field({ type: Viewer, nullable: true, description: '退出后为空 / Null from now on', resolve: () => null }),
  }),
});

builder.queryFields((t) => ({
  viewer: t.field({
    type: Viewer,
    nullable: true,
    description: '当前登录的人；未登录为空 / Who is signed in; null when signed out',
    resolve: (_root, _args, { viewer }) => viewer,
  }),
  isDemo: t.boolean({
    description: '是否演示模式（可用演示身份登录） / Whether demo personas may sign in',
    resolve: (_root, _args, { services }) => services.settings.isDemo,
  }),
}));

builder.mutationFields((t) => ({
  demoSignIn: t.field({
    description: '以演示身份登录，仅演示模式 / Signs in as a demo persona; demo mode only',
    type: resultUnion('DemoSignIn', DemoSignInSuccess, [ForbiddenError, NotFoundError]),
    args: { input: t.arg({ type: DemoSignInInput, required: true, description: '哪个身份 / Which persona' }) },
    resolve: async (_root, { input }, context) => {
      const errors = errorsIn(context.language);
      const words = wordsIn(context.language);
      if (!context.services.settings.isDemo) return errors.forbidden(words.demoOnly);
      const viewer = await findPersona(context, input.persona, input.index ?? 0);
      if (!viewer) return errors.notFound(words.personaNotFound);
      const { token, expiresAt } = await openSession(context.services, viewer);
      context.sessionDoor.remember(token, expiresAt);
      return { typename: 'DemoSignInSuccess', token, viewer };
    },
  }),
  signOut: t.field({
    description: '退出登录，令牌作废 / Signs this device out and revokes its token',
    type: SignOutSuccess,
    resolve: async (_root, _args, { sessionDoor }) => {
      await sessionDoor.forget();
      return { typename: 'SignOutSuccess' };
    },
  }),
}));

async function findPersona({ services: { prisma } }: Context, persona: Persona, index: number): Promise<ViewerRow | null> {
  if (index < 0) return null;
  if (persona === 'RESIDENT' || persona === 'VOLUNTEER') {
    const resident = await readDemoResident(prisma, { isVolunteer: persona === 'VOLUNTEER', index });
    return resident && residentViewer(resident);
  }
  const staff = await readDemoStaff(prisma, { role: persona satisfies StaffRole, index });
  return staff && staffViewer(staff);
}
