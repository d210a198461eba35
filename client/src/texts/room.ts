import { page, type Room } from '../app/room.ts';

const load = () => import('./TextPage.tsx');

export const texts: Room = {
  name: 'texts',
  pages: [
    page('/help/:version?', load, { title: { zh: '帮助', en: 'Help' }, groups: ['about'] }),
    page('/about/:version?', load, { title: { zh: '关于本站', en: 'About this station' }, groups: ['about'] }),
    page('/terms/:version?', load, { title: { zh: '用户协议', en: 'Terms' }, groups: ['about'] }),
    page('/privacy/:version?', load, { title: { zh: '隐私政策', en: 'Privacy notice' }, groups: ['about'] }),
    page('/accessibility/:version?', load, { title: { zh: '无障碍说明', en: 'Accessibility' }, groups: ['about'] }),
  ],
  keeps: { questions: ['stationText'], types: ['StationTextVersion'] },
};
