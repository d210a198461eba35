// What the demo street reports in a year, how often, and how it ends. Invented; as its people would put it.

export interface TicketKind {
  category: string;
  /** Reports a day over the whole street, in an average season. */
  perDay: number;
  /** By quarter of the year, beginning with winter: times the average. */
  seasons: readonly [winter: number, spring: number, summer: number, autumn: number];
  /** Share found on patrol instead of reported. */
  patrolShare: number;
  /** Median hours until it is resolved. */
  hours: number;
  /** Share that goes to the estate's property management. */
  propertyShare: number;
  reports: readonly string[];
  results: readonly string[];
}

const even = [1, 1, 1, 1] as const;

export const TICKET_KINDS: readonly TicketKind[] = [
  {
    category: 'noise',
    perDay: 1.3,
    seasons: [0.7, 1, 1.5, 0.9],
    patrolShare: 0.02,
    hours: 20,
    propertyShare: 0.15,
    reports: [
      '楼上装修，中午也不停',
      '广场舞音响太大，孩子写不了作业',
      '烧烤摊半夜还在喊',
      '楼下商铺早上五点卸货',
      '隔壁打麻将到凌晨',
      '空调外机嗡嗡响，睡不着',
    ],
    results: ['已约定装修时间，中午和晚上八点后停工', '音响已调小，九点前收场', '摊主已签保证书，十点前收摊', '已上门劝止，双方互留电话'],
  },
  {
    category: 'parking',
    perDay: 1.2,
    seasons: even,
    patrolShare: 0.25,
    hours: 70,
    propertyShare: 0.4,
    reports: ['车停在单元门口，轮椅出不来', '有车堵住车库出口', '非机动车占了盲道', '外来车占了业主车位', '三轮车乱停，挡住垃圾桶'],
    results: ['车主已挪车', '已划线并装了隔离桩', '已贴告知单，物业定时巡查', '共享单车已清走'],
  },
  {
    category: 'facility_damage',
    perDay: 0.7,
    seasons: [1.1, 1, 1.1, 0.8],
    patrolShare: 0.3,
    hours: 80,
    propertyShare: 0.6,
    reports: ['健身器材松动', '井盖翘起来了', '单元门禁坏了，关不上', '楼梯扶手断了一截', '减速带掉了一块'],
    results: ['已修复', '已更换，现场围挡已撤', '维修队已更换零件，试用正常'],
  },
  {
    category: 'lighting',
    perDay: 0.5,
    seasons: [1.4, 0.9, 0.6, 1.1],
    patrolShare: 0.3,
    hours: 80,
    propertyShare: 0.6,
    reports: ['12 号楼后巷路灯不亮', '地下车库灯坏了一排', '楼道感应灯不亮', '小广场的灯提前熄了'],
    results: ['路灯已换，今晚亮了', '线路已检修', '已换灯泡，定时器改到早上六点'],
  },
  {
    category: 'fire_lane_blocked',
    perDay: 0.6,
    seasons: even,
    patrolShare: 0.55,
    hours: 2.2,
    propertyShare: 0.3,
    reports: ['消防通道停满车', '楼道里堆着旧家具', '安全出口被货物堵住', '消防栓前面停了车'],
    results: ['已清空，物业加装了禁停标志', '堆物已搬走，住户签了承诺书', '车主已挪车，通道畅通'],
  },
  {
    category: 'ebike_indoor_charging',
    perDay: 0.5,
    seasons: [0.8, 1, 1.3, 0.9],
    patrolShare: 0.45,
    hours: 2.5,
    propertyShare: 0.2,
    reports: ['有人推电动车进电梯', '楼道里拉线充电', '一楼窗户飞线充电'],
    results: ['电池已拿走，住户签了承诺书', '飞线已拆，指引到车棚充电', '物业已装电梯阻车提示'],
  },
  {
    category: 'fraud_lead',
    perDay: 0.45,
    seasons: [1.2, 1, 0.8, 1],
    patrolShare: 0,
    hours: 2.4,
    propertyShare: 0,
    reports: ['自称客服，说快递丢了要加倍赔', '电话冒充社保局让转账', '群里有人荐股，让下载软件', '老人要给“孙子”汇钱'],
    results: ['已劝阻，没有损失，号码已上报', '已上门核实，钱没有转出', '线索已转反诈中心，群里已发提醒'],
  },
  {
    category: 'suspicious_person',
    perDay: 0.4,
    seasons: even,
    patrolShare: 0.1,
    hours: 1.5,
    propertyShare: 0,
    reports: ['有陌生人挨个推单元门', '楼下有人盯着车看了很久', '有人在楼道里睡觉', '夜里有人翻围墙'],
    results: ['已核实，是送货的', '人已离开，已调看监控，加强巡逻', '已核查身份，送往救助站'],
  },
  {
    category: 'theft',
    perDay: 0.3,
    seasons: [1.3, 0.9, 0.9, 1],
    patrolShare: 0.05,
    hours: 6,
    propertyShare: 0,
    reports: ['电瓶车的电瓶没了', '快递柜里东西被拿走', '车窗没关，包不见了', '晾在外面的衣服被偷'],
    results: ['已受案，监控已调取', '东西找回，已还给失主', '已受案侦办，结果另行告知'],
  },
  {
    category: 'neighbour_dispute',
    perDay: 0.4,
    seasons: even,
    patrolShare: 0.1,
    hours: 40,
    propertyShare: 0,
    reports: ['门口鞋柜占了公共走道', '为晾衣杆吵起来了', '两家为停车位争了一个月'],
    results: ['双方互让一步，鞋柜搬进屋', '已当面说开，握手言和'],
  },
  {
    category: 'water_leak_dispute',
    perDay: 0.2,
    seasons: [1, 1, 1.4, 0.6],
    patrolShare: 0.15,
    hours: 40,
    propertyShare: 0.1,
    reports: ['楼上漏水，天花板泡了', '卫生间漏到楼下，谁修说不清'],
    results: ['楼上已重做防水，赔偿谈妥', '双方签了协议，下周施工'],
  },
  {
    category: 'family_dispute',
    perDay: 0.15,
    seasons: even,
    patrolShare: 0,
    hours: 3,
    propertyShare: 0,
    reports: ['隔壁吵得厉害，有孩子在哭', '为老人赡养吵了几天'],
    results: ['已上门劝解，双方冷静下来', '已请社区干部一起做工作，达成一致'],
  },
  {
    category: 'property_dispute',
    perDay: 0.2,
    seasons: even,
    patrolShare: 0,
    hours: 60,
    propertyShare: 0.3,
    reports: ['物业费涨了没有通知', '电梯广告费去哪了', '保洁一周没来'],
    results: ['物业已公示账目', '已约谈物业，保洁恢复'],
  },
  {
    category: 'thrown_object',
    perDay: 0.18,
    seasons: [0.8, 1, 1.3, 0.9],
    patrolShare: 0.1,
    hours: 3,
    propertyShare: 0.1,
    reports: ['楼上扔下酒瓶，差点砸到人', '有人往下扔烟头和垃圾'],
    results: ['已逐户走访，找到当事人并训诫', '物业已装朝上的摄像头'],
  },
  {
    category: 'stray_dog',
    perDay: 0.3,
    seasons: [0.7, 1.1, 1.3, 0.9],
    patrolShare: 0.1,
    hours: 60,
    propertyShare: 0.25,
    reports: ['大狗不牵绳，追孩子', '流浪狗成群，老人不敢出门', '狗叫了一夜'],
    results: ['已上门登记，主人保证牵绳', '已联系收容，狗已带走'],
  },
  {
    category: 'fight',
    perDay: 0.05,
    seasons: [0.8, 1, 1.4, 0.9],
    patrolShare: 0.05,
    hours: 0.5,
    propertyShare: 0,
    reports: ['烧烤摊有人打起来了', '停车场两个人动手了'],
    results: ['已分开，双方带回所里', '已到场制止，无人受伤，当场和解'],
  },
  {
    category: 'missing_person',
    perDay: 0.04,
    seasons: even,
    patrolShare: 0,
    hours: 1.2,
    propertyShare: 0,
    reports: ['老人早上出门没回来', '孩子放学没到家'],
    results: ['人已在公园找到，平安送回', '孩子在同学家，已接回'],
  },
  {
    category: 'other',
    perDay: 0.35,
    seasons: even,
    patrolShare: 0.15,
    hours: 60,
    propertyShare: 0.2,
    reports: ['小广告贴满楼道', '电梯里有人吸烟', '门口积水没人管', '天台门没锁，孩子上去玩'],
    results: ['已清理', '已告知物业，当天处理', '门已上锁'],
  },
];

/** What is pressed the alarm for; the last is a false alarm. */
export const ALARMS = [
  { text: '有人砸门', result: '已到场，是邻居喝醉走错门，已送回家' },
  { text: '楼道里冒烟', result: '已到场，是垃圾桶里的烟头，已扑灭' },
  { text: '', result: '已到场，可疑人员已带回询问' },
  { text: '有人倒在路边', result: '已到场，已交给急救，家属已联系' },
] as const;
export const FALSE_ALARM = { text: '', result: '到场核实，是孩子误按' } as const;

/** Reasons people give. */
export const REASONS = {
  reject: '属于民事合同纠纷，请向房管部门反映，电话已发给您',
  decline: '正在另一处警情现场，请改派',
  reopen: '第二天又和原来一样了',
  mediate: '双方都愿意调解',
  mediated: '双方签了调解协议',
  ask: '请问是几号楼几单元？方便的话拍张照片',
  answer: '是 6 号楼 2 单元门口',
  comments: ['来得很快，谢谢', '处理得好', '态度好，讲得清楚', '等得有点久', ''],
} as const;
