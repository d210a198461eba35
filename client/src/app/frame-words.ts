// Words of the frame that staff work in.
export const words = {
  zh: {
    messages: '消息',
    fold: '收起侧栏',
    unfold: '展开侧栏',
    find: '查找页面',
    palette: '查找',
    placeholder: '输入页面、事件或操作',
    nothing: '没有找到，换个说法试试',
    goTo: (name: string) => `去${name}`,
  },
  en: {
    messages: 'Messages',
    fold: 'Fold the side bar',
    unfold: 'Unfold the side bar',
    find: 'Find a page',
    palette: 'Find',
    placeholder: 'A page, a ticket or a command',
    nothing: 'Nothing found. Try other words.',
    goTo: (name: string) => `Go to ${name}`,
  },
};
