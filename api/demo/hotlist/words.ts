// Invented problems of the demo town, as its people would put them.

export interface IssueSeed {
  title: string;
  category: string;
  /** Grid number; 0: the whole street. */
  grid: number;
  description?: string;
  /** How much it worries people: share of those who could vote that do. */
  weight: number;
  /** Days ago it was raised, 0–30. */
  daysAgo: number;
  /** What police have brought it to by now. */
  status?: 'PATROLLING' | 'FIXING' | 'SOLVED' | 'DECLINED';
  reason?: string;
  /** A burst of votes after something happened: days ago, and its share of all votes. */
  surge?: { daysAgo: number; share: number };
}

/** Sixty problems that worry a street, as its people would put them. */
export const ISSUES: readonly IssueSeed[] = [
  {
    title: '夜间停车乱，消防车进不来',
    category: 'fire_lane_blocked',
    grid: 3,
    weight: 1,
    daysAgo: 12,
    status: 'PATROLLING',
    surge: { daysAgo: 0.6, share: 0.45 },
    description: '晚上九点以后 12 号楼东侧通道两边都停满了车，消防车、救护车根本过不来。上周三有老人发病，救护车在路口等了二十分钟。',
  },
  {
    title: '12 号楼后巷路灯坏了三盏',
    category: 'lighting',
    grid: 3,
    weight: 0.78,
    daysAgo: 9,
    status: 'FIXING',
    description: '从垃圾房到自行车棚这一段全黑，下夜班的人不敢走。',
  },
  {
    title: '电动车推进 7 号楼电梯充电',
    category: 'ebike_indoor_charging',
    grid: 5,
    weight: 0.62,
    daysAgo: 0.4,
    surge: { daysAgo: 0.1, share: 0.7 },
    description: '今天早上又有人推电动车进电梯，电池就在楼道里充。',
  },
  {
    title: '菜市场门口早高峰人车混行',
    category: 'parking',
    grid: 1,
    weight: 0.5,
    daysAgo: 15,
    status: 'SOLVED',
    reason: '早上 7 点至 9 点已安排辅警疏导，菜市场门口改为单向通行，摊位退回划线以内。',
  },
  { title: '广场舞音响到晚上十点半', category: 'noise', grid: 2, weight: 0.48, daysAgo: 5 },
  {
    title: '冒充燃气公司上门推销报警器',
    category: 'fraud_lead',
    grid: 8,
    weight: 0.66,
    daysAgo: 2,
    surge: { daysAgo: 0.9, share: 0.5 },
    description: '两个人穿着工作服，说不换就停气，隔壁老人已经交了 680 元。',
  },
  { title: '14 号楼有人从高层往下扔烟头', category: 'thrown_object', grid: 9, weight: 0.52, daysAgo: 7, status: 'PATROLLING' },
  { title: '小学门口放学时段车辆逆行', category: 'parking', grid: 10, weight: 0.55, daysAgo: 11, status: 'PATROLLING' },
  { title: '幸福里东门流浪狗追咬行人', category: 'stray_dog', grid: 15, weight: 0.44, daysAgo: 3 },
  {
    title: '地下车库接连丢电动车电瓶',
    category: 'theft',
    grid: 12,
    weight: 0.7,
    daysAgo: 6,
    status: 'PATROLLING',
    surge: { daysAgo: 1.5, share: 0.4 },
  },
  { title: '楼道堆满旧家具和纸箱', category: 'fire_lane_blocked', grid: 4, weight: 0.34, daysAgo: 18 },
  { title: '单元门禁坏了一个多月没人修', category: 'facility_damage', grid: 3, weight: 0.36, daysAgo: 20, status: 'FIXING' },
  { title: '儿童滑梯螺丝松动会夹手', category: 'facility_damage', grid: 6, weight: 0.4, daysAgo: 4 },
  { title: '烧烤摊半夜喝酒吵闹', category: 'noise', grid: 11, weight: 0.42, daysAgo: 8 },
  { title: '陌生人挨家试门把手', category: 'suspicious_person', grid: 5, weight: 0.58, daysAgo: 1.2, surge: { daysAgo: 0.8, share: 0.6 } },
  { title: '楼上漏水半年，两家吵了几次', category: 'water_leak_dispute', grid: 7, weight: 0.14, daysAgo: 22 },
  { title: '小区后墙缺口有人翻进来', category: 'suspicious_person', grid: 13, weight: 0.33, daysAgo: 10 },
  { title: '快递三轮车在人行道上开得飞快', category: 'other', grid: 16, weight: 0.38, daysAgo: 6 },
  {
    title: '僵尸车占车位一年多',
    category: 'parking',
    grid: 14,
    weight: 0.31,
    daysAgo: 24,
    status: 'SOLVED',
    reason: '已联系到车主，三辆长期停放的车全部拖离，车位还给居民。',
  },
  { title: '夜里装修切割到十一点', category: 'noise', grid: 18, weight: 0.27, daysAgo: 3 },
  { title: '老年大学门口台阶太暗', category: 'lighting', grid: 17, weight: 0.3, daysAgo: 13 },
  { title: '共享单车堵住盲道', category: 'parking', grid: 19, weight: 0.25, daysAgo: 9 },
  { title: '遛狗不牵绳，孩子被吓哭', category: 'stray_dog', grid: 3, weight: 0.29, daysAgo: 2 },
  {
    title: '楼顶有人养鸽子，粪便掉下来',
    category: 'neighbour_dispute',
    grid: 20,
    weight: 0.16,
    daysAgo: 14,
    status: 'DECLINED',
    reason: '鸽舍有养殖登记，已约两家到调解室商量清扫办法，不作为治安问题处理。',
  },
  { title: '河边步道栏杆断了一截', category: 'facility_damage', grid: 20, weight: 0.37, daysAgo: 5, status: 'FIXING' },
  {
    title: '有人在群里发“刷单返利”',
    category: 'fraud_lead',
    grid: 0,
    weight: 0.5,
    daysAgo: 1,
    description: '说先垫付后返现，群里已经有人转了钱。',
  },
  { title: '整条街电动车停放点不够', category: 'parking', grid: 0, weight: 0.46, daysAgo: 16 },
  { title: '中小学周边网吧接待未成年人', category: 'other', grid: 0, weight: 0.35, daysAgo: 19 },
  { title: '7 号楼消防栓没有水带', category: 'fire_lane_blocked', grid: 5, weight: 0.41, daysAgo: 8 },
  { title: '晾衣绳拉过消防通道', category: 'fire_lane_blocked', grid: 8, weight: 0.18, daysAgo: 17 },
  { title: '充电桩常年被油车占着', category: 'parking', grid: 9, weight: 0.28, daysAgo: 5 },
  { title: '健身角单杠晃得厉害', category: 'facility_damage', grid: 10, weight: 0.22, daysAgo: 12 },
  { title: '半夜有人在楼下飙摩托', category: 'noise', grid: 12, weight: 0.45, daysAgo: 2 },
  { title: '独居老人几次忘关煤气', category: 'other', grid: 2, weight: 0.24, daysAgo: 4 },
  { title: '楼梯扶手断裂', category: 'facility_damage', grid: 15, weight: 0.26, daysAgo: 7 },
  { title: '群租房夜里一直有人进出', category: 'suspicious_person', grid: 16, weight: 0.39, daysAgo: 6 },
  { title: '物业不给装监控', category: 'property_dispute', grid: 18, weight: 0.23, daysAgo: 21 },
  { title: '外卖柜里东西总被拿错或偷走', category: 'theft', grid: 11, weight: 0.32, daysAgo: 3 },
  { title: '信箱和水表箱被撬', category: 'theft', grid: 4, weight: 0.3, daysAgo: 1.6 },
  { title: '自行车棚灯不亮，摄像头也坏了', category: 'lighting', grid: 6, weight: 0.28, daysAgo: 10 },
  { title: '雨天地下通道积水打滑', category: 'facility_damage', grid: 1, weight: 0.21, daysAgo: 26 },
  { title: '棋牌室开到凌晨两点', category: 'noise', grid: 13, weight: 0.29, daysAgo: 4 },
  { title: '推销保健品专找老人', category: 'fraud_lead', grid: 17, weight: 0.43, daysAgo: 5 },
  { title: '空调外机支架锈断', category: 'thrown_object', grid: 14, weight: 0.33, daysAgo: 9 },
  { title: '十字路口左转没有信号灯', category: 'other', grid: 19, weight: 0.27, daysAgo: 23 },
  { title: '小区里鸣笛催人挪车', category: 'noise', grid: 7, weight: 0.19, daysAgo: 6 },
  { title: '大件垃圾一周没人清', category: 'property_dispute', grid: 10, weight: 0.2, daysAgo: 2 },
  { title: '配电箱门一直敞着', category: 'facility_damage', grid: 20, weight: 0.31, daysAgo: 1 },
  { title: '健身步道路灯提前熄灭', category: 'lighting', grid: 16, weight: 0.17, daysAgo: 11 },
  { title: '五楼天天深夜吵架摔东西', category: 'family_dispute', grid: 9, weight: 0.13, daysAgo: 8 },
  { title: '有人收医保卡套现', category: 'fraud_lead', grid: 12, weight: 0.3, daysAgo: 7 },
  { title: '车库出口视线被绿篱挡住', category: 'parking', grid: 18, weight: 0.21, daysAgo: 15 },
  { title: '老楼电线像蜘蛛网', category: 'facility_damage', grid: 2, weight: 0.26, daysAgo: 25 },
  { title: '流动摊贩占了救护车通道', category: 'fire_lane_blocked', grid: 17, weight: 0.35, daysAgo: 3 },
  { title: '楼道里长期有人睡觉', category: 'suspicious_person', grid: 11, weight: 0.25, daysAgo: 2 },
  { title: '小广告贴满楼道，撕了又贴', category: 'other', grid: 4, weight: 0.12, daysAgo: 28 },
  { title: '窨井盖翘起来绊倒人', category: 'facility_damage', grid: 13, weight: 0.34, daysAgo: 1.4 },
  { title: '地锁把公共车位圈起来', category: 'parking', grid: 5, weight: 0.22, daysAgo: 13 },
  { title: '夜跑路线有一段没有人也没有灯', category: 'lighting', grid: 15, weight: 0.27, daysAgo: 6 },
  { title: '天台门没锁，孩子上去玩', category: 'other', grid: 8, weight: 0.36, daysAgo: 4 },
];

/** What the simulator raises, beside the sixty. */
export const MORE_ISSUES: readonly { title: string; category: string }[] = [
  { title: '快递车停在单元门口挡住轮椅', category: 'parking' },
  { title: '楼下装卸货早上五点就开始', category: 'noise' },
  { title: '电梯里有人吸烟', category: 'other' },
  { title: '门口减速带坏了', category: 'facility_damage' },
  { title: '有陌生电话冒充社保局', category: 'fraud_lead' },
  { title: '绿化带里有人扔玻璃瓶', category: 'thrown_object' },
  { title: '车棚充电插座冒火花', category: 'ebike_indoor_charging' },
  { title: '夜里有人拉车门', category: 'theft' },
];
