// Badges by rule: what somebody has done in all. None is lost by a pause, and none asks for haste.

/** What badges are given for. */
export interface Merits {
  minutes: number;
  nightMinutes: number;
  /** Different months in which they served. */
  monthsServed: number;
  /** Different kinds of teams for which they served. */
  kindsServed: number;
  coursesTaken: number;
  /** People whose thanks they have taken. */
  praises: number;
  /** Months of which they were the star. */
  stars: number;
}

const hours = (least: number) => (merits: Merits) => merits.minutes >= least * 60;

/** Each badge, what it is called, and when it is given. */
export const BADGES = {
  FIRST_SERVICE: { description: '初次服务 / First service', isEarned: hours(1 / 4) },
  HOURS_10: { description: '服务满 10 小时 / 10 hours of service', isEarned: hours(10) },
  HOURS_50: { description: '服务满 50 小时 / 50 hours of service', isEarned: hours(50) },
  HOURS_100: { description: '服务满 100 小时 / 100 hours of service', isEarned: hours(100) },
  HOURS_300: { description: '服务满 300 小时 / 300 hours of service', isEarned: hours(300) },
  NIGHT_WATCH: {
    description: '夜间守护：夜间服务满 10 小时 / 10 hours of service at night',
    isEarned: ({ nightMinutes }: Merits) => nightMinutes >= 600,
  },
  ALL_SEASONS: {
    description: '常来常往：在 12 个月里服务过 / Served in 12 different months',
    isEarned: (m: Merits) => m.monthsServed >= 12,
  },
  MANY_HANDS: { description: '多面手：参加过三种队的服务 / Served for three kinds of teams', isEarned: (m: Merits) => m.kindsServed >= 3 },
  TRAINED: { description: '学而时习：学完两门培训 / Took two courses', isEarned: ({ coursesTaken }: Merits) => coursesTaken >= 2 },
  THANKED: { description: '邻里称赞：收到三个人的表扬 / Praised by three people', isEarned: ({ praises }: Merits) => praises >= 3 },
  STAR: { description: '每月之星 / Star of the month', isEarned: ({ stars }: Merits) => stars >= 1 },
} as const;

export type Badge = keyof typeof BADGES;

/** The badges that somebody has, in the order of the table. */
export function badgesOf(merits: Merits): Badge[] {
  return (Object.keys(BADGES) as Badge[]).filter((badge) => BADGES[badge].isEarned(merits));
}
