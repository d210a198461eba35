// The demo town's teams of volunteers: what they are called, what they do and when.
import type { TeamKind, VolunteerSkill } from '../../../prisma/client/enums.ts';

/** A series of shifts as the demo tells it. */
export interface DemoSeries {
  title: string;
  description: string;
  post: string;
  rule: string;
  /** By the wall clock. */
  hour: number;
  minutes: number;
  capacity: number;
  skills: VolunteerSkill[];
  skipsHolidays: boolean;
  /** What is walked, in its order, around the post. */
  route?: { name: string; points: readonly string[] };
}

export interface DemoTeam {
  kind: TeamKind;
  name: string;
  description: string;
  course: string | null;
  needsInsurance: boolean;
  skills: VolunteerSkill[];
  series: DemoSeries[];
}

export const POSTS = [
  { name: '社区警务室', grid: '3' },
  { name: '东门岗亭', grid: '1' },
  { name: '便民服务点', grid: '8' },
  { name: '普法课堂', grid: '12' },
];

export const COURSES = [
  { name: '巡逻安全与急救', description: '结伴巡逻、遇险先报警、心肺复苏与止血。', validMonths: 24 },
  { name: '普法讲师', description: '怎样给孩子和老人讲法。', validMonths: null },
];

const served = (series: Omit<DemoSeries, 'skills' | 'skipsHolidays'> & Partial<DemoSeries>): DemoSeries => ({
  skills: [],
  skipsHolidays: false,
  ...series,
});

export const TEAMS: readonly DemoTeam[] = [
  {
    kind: 'PATROL',
    name: '银发巡逻队',
    description: '退休邻居们，早晚各走一圈，看看街角和停车场。',
    course: '巡逻安全与急救',
    needsInsurance: true,
    skills: ['FIRST_AID'],
    series: [
      served({
        title: '晨间巡逻',
        description: '沿小区主路走一圈，留意电动车飞线。',
        post: '东门岗亭',
        rule: 'FREQ=DAILY',
        hour: 7,
        minutes: 90,
        capacity: 4,
      }),
      served({
        title: '晚间巡逻',
        description: '看看路灯、停车场和没关的车窗。',
        post: '社区警务室',
        rule: 'FREQ=DAILY',
        hour: 19,
        minutes: 120,
        capacity: 4,
        route: { name: '晚间一圈', points: ['南门停车场', '3 号楼下', '地下车库入口', '东巷路灯', '小广场'] },
      }),
      served({
        title: '周末夜巡',
        description: '两人以上同行，带手电和反光背心。',
        post: '社区警务室',
        rule: 'FREQ=WEEKLY;BYDAY=FR,SA',
        hour: 21.5,
        minutes: 120,
        capacity: 3,
      }),
    ],
  },
  {
    kind: 'PUBLICITY',
    name: '反诈宣传队',
    description: '在菜市场和小区门口讲反诈。',
    course: null,
    needsInsurance: false,
    skills: ['TEACHING'],
    series: [
      served({
        title: '反诈宣传',
        description: '发单页、讲案例、帮老人装反诈 App。',
        post: '便民服务点',
        rule: 'FREQ=WEEKLY;BYDAY=SA',
        hour: 9,
        minutes: 120,
        capacity: 5,
        skipsHolidays: true,
      }),
      served({
        title: '防诈电话回访',
        description: '',
        post: '社区警务室',
        rule: 'FREQ=WEEKLY;BYDAY=TU',
        hour: 15,
        minutes: 90,
        capacity: 2,
      }),
    ],
  },
  {
    kind: 'MEDIATION',
    name: '老马调解队',
    description: '邻里的事，坐下来慢慢说。',
    course: null,
    needsInsurance: false,
    skills: ['MEDIATION'],
    series: [
      served({
        title: '调解值班',
        description: '',
        post: '社区警务室',
        rule: 'FREQ=WEEKLY;BYDAY=MO,WE',
        hour: 14,
        minutes: 120,
        capacity: 2,
        skills: ['MEDIATION'],
      }),
    ],
  },
  {
    kind: 'YOUTH_LAW',
    name: '青年普法团',
    description: '大学生和年轻律师，周末给孩子讲法。',
    course: '普法讲师',
    needsInsurance: false,
    skills: ['LAW', 'TEACHING'],
    series: [
      served({
        title: '周末普法课',
        description: '每次一个案例，四十分钟讲，五十分钟问。',
        post: '普法课堂',
        rule: 'FREQ=WEEKLY;BYDAY=SU',
        hour: 10,
        minutes: 90,
        capacity: 3,
        skills: ['TEACHING'],
      }),
    ],
  },
  {
    kind: 'ENTERPRISE_SAFETY',
    name: '企业安全顾问团',
    description: '帮沿街商户和企业查隐患、改制度。',
    course: null,
    needsInsurance: true,
    skills: ['LAW'],
    series: [
      served({
        title: '商户安全走访',
        description: '看消防通道、用电和监控。',
        post: '便民服务点',
        rule: 'FREQ=MONTHLY;BYDAY=1TH,3TH',
        hour: 9.5,
        minutes: 150,
        capacity: 4,
      }),
    ],
  },
];
