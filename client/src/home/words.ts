// Words of the home page.
export const words = {
  zh: {
    onDuty: (n: number) => `${n} 人在岗`,
    everyone: '居民与民警，携手解决身边的事',
    emergencyTitle: '遇到生命危险',
    emergency: '请直接拨打 110。热榜用来解决长期的问题，不能代替报警。',
    call110: '拨打 110',
    hotList: '社区热榜',
    all: '看全部',
    signIn: '登录后可以投票',
    signInHint: '选一个演示身份，一键登录。',
    signInButton: '登录',
  },
  en: {
    onDuty: (n: number) => `${n} on duty now`,
    everyone: 'Residents and police, working hand in hand',
    emergencyTitle: 'In danger?',
    emergency: 'Call 110. The hot list is for lasting problems and does not replace an emergency call.',
    call110: 'Call 110',
    hotList: 'Hot list',
    all: 'See all',
    signIn: 'Sign in to vote',
    signInHint: 'Pick a demo persona: one click.',
    signInButton: 'Sign in',
  },
};
