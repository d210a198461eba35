// Invented people and addresses of the demo town. Common names; nobody real.

/** Communities and how many grids each has; grids are numbered through the street. */
export const COMMUNITIES = [
  { name: '朝阳里社区', estate: '朝阳里', grids: 7 },
  { name: '和平里社区', estate: '和平里', grids: 7 },
  { name: '幸福里社区', estate: '幸福里', grids: 6 },
] as const;

export const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁于蒋蔡余杜叶程苏魏吕丁任沈'];
export const GIVEN_ELDER = [
  '建国',
  '国强',
  '桂芳',
  '秀英',
  '玉兰',
  '德福',
  '淑珍',
  '志强',
  '凤英',
  '桂兰',
  '长顺',
  '金凤',
  '广林',
  '素琴',
  '宝山',
  '瑞芝',
];
export const GIVEN_MIDDLE = [
  '伟',
  '敏',
  '静',
  '勇',
  '丽',
  '军',
  '芳',
  '磊',
  '娟',
  '涛',
  '艳',
  '超',
  '海燕',
  '建华',
  '晓东',
  '春梅',
  '文博',
  '雪梅',
  '立新',
  '红霞',
];
export const GIVEN_YOUNG = ['子涵', '雨桐', '浩然', '思远', '佳怡', '宇轩', '梓萱', '俊杰', '欣悦', '嘉豪', '诗琪', '天宇', '一诺', '晨曦'];

/** Responsible officers of grids 1 to 20. */
export const OFFICERS = [...'陈刘王孙杨赵周吴郑黄徐马胡林何高梁宋唐韩'];
export const OFFICER_GIVEN = ['志远', '海波', '建军', '立峰', '晓明', '国栋', '振宇', '永刚', '文涛', '少华'];

/** How neighbours call grid workers: surname and one of these. */
export const WORKER_TITLES = ['姐', '师傅', '大姐', '哥'];
