// Words for what could not be sent.
export const words = {
  zh: {
    keptOutdated: '软件已更新，这一项请重新填写。',
    refused: '没有成功，请稍后再试。',
    notSent: '没有连上服务器，请检查网络后再按一次，不会重复提交。',
  },
  en: {
    keptOutdated: 'The app has been updated. Please enter this again.',
    refused: 'That did not work. Please try again later.',
    notSent: 'The server could not be reached. Check your connection and press again; it will not be sent twice.',
  },
};
