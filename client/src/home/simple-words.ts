// Words of home in the largest text: the fewest that do.
const zh = {
  alarmFirst: '遇到危险，按住红色的一键报警，或者打 110',
  report: '上报问题',
  reportHint: '看到不放心的事，告诉民警',
  call: '打电话给派出所',
  callHint: (station: string) => station,
  services: '办事',
  servicesHint: '志愿、失物招领、证明与登记',
  vote: '投票',
  voteHint: '大家最担心的事，您也投一票',
  readAloud: '读给我听',
  quiet: '不读了',
};

export const simpleWords = {
  zh,
  en: {
    alarmFirst: 'In danger, press and hold the red alarm, or call 110',
    report: 'Report a problem',
    reportHint: 'Tell the police what worries you',
    call: 'Call the police station',
    callHint: (station) => station,
    services: 'Services',
    servicesHint: 'Volunteering, lost and found, papers',
    vote: 'Vote',
    voteHint: 'What worries people most: add your vote',
    readAloud: 'Read aloud',
    quiet: 'Stop reading',
  } satisfies typeof zh as typeof zh,
};
