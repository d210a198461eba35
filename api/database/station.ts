// What every database needs before it can serve: a station, categories, its texts, heats of the configured half-life.
import { shipTexts } from '@xieshou/schema/commons/texts/deeds.ts';
import { recount } from '@xieshou/schema/work/hotlist/ballots.ts';
import { decayRate } from '@xieshou/schema/work/hotlist/rules.ts';
import { v7 as uuid } from 'uuid';
import type { Priority } from '../../prisma/client/enums.ts';
import type { Database } from './connect.ts';

/** Code, Chinese, English, default priority: the vocabulary of DOMAIN.md. */
const CATEGORIES: [code: string, nameZh: string, nameEn: string, priority: Priority][] = [
  ['suspicious_person', '可疑人员', 'Suspicious person', 'P2'],
  ['theft', '盗窃', 'Theft', 'P2'],
  ['fraud_lead', '电信诈骗线索', 'Telecom fraud lead', 'P2'],
  ['fire_lane_blocked', '消防通道占用', 'Blocked fire lane', 'P2'],
  ['ebike_indoor_charging', '电动车入户充电', 'E-bike charged indoors', 'P2'],
  ['thrown_object', '高空抛物', 'Objects thrown from height', 'P2'],
  ['fight', '打架斗殴', 'Fight', 'P1'],
  ['missing_person', '走失', 'Missing person', 'P1'],
  ['noise', '噪音扰民', 'Noise', 'P3'],
  ['neighbour_dispute', '邻里纠纷', 'Neighbour dispute', 'P3'],
  ['water_leak_dispute', '漏水纠纷', 'Water leak dispute', 'P3'],
  ['family_dispute', '家庭纠纷', 'Family dispute', 'P2'],
  ['property_dispute', '物业纠纷', 'Property management dispute', 'P3'],
  ['parking', '停车乱', 'Disorderly parking', 'P4'],
  ['lighting', '夜间照明不足', 'Poor lighting at night', 'P4'],
  ['stray_dog', '犬只扰民', 'Dogs', 'P4'],
  ['facility_damage', '公共设施损坏', 'Damaged public facility', 'P4'],
  ['other', '其他', 'Other', 'P4'],
];

/** About people's private lives or safety: never on public lists or maps. */
const SENSITIVE = [
  'fight',
  'missing_person',
  'neighbour_dispute',
  'water_leak_dispute',
  'family_dispute',
  'property_dispute',
  'fraud_lead',
];

/** Makes what is missing; a half-life that was changed in the configuration has every heat computed anew. */
export async function prepareStation(
  { pool, prisma }: Pick<Database, 'pool' | 'prisma'>,
  { stationName, halfLifeHours }: { stationName: string; halfLifeHours: number },
): Promise<void> {
  await pool.query(
    `/* station.insert */ INSERT INTO station (id, code, name, half_life_hours) VALUES ($1, 'main', $2, $3) ON CONFLICT (code) DO NOTHING`,
    [uuid(), stationName, halfLifeHours],
  );
  await prisma.category.createMany({
    data: CATEGORIES.map(([code, nameZh, nameEn, defaultPriority], sortOrder) => ({
      id: uuid(),
      code,
      nameZh,
      nameEn,
      defaultPriority,
      sortOrder,
      isSensitive: SENSITIVE.includes(code),
    })),
    skipDuplicates: true,
  });
  await shipTexts(pool, new Date());
  const { rowCount } = await pool.query(`/* station.setHalfLife */ UPDATE station SET half_life_hours = $1 WHERE half_life_hours <> $1`, [
    halfLifeHours,
  ]);
  if (rowCount) await recount(pool, decayRate({ halfLifeHours }));
}
