import { page, type Room } from '../app/room.ts';

const load = () => import('./TextPage.tsx');

export const texts: Room = {
  name: 'texts',
  pages: [
    page('/help/:version?', load, { title: { zh: '帮助', en: 'Help' }, row: 200 }),
    page('/about/:version?', load, { title: { zh: '关于本站', en: 'About this station' }, row: 210 }),
    page('/terms/:version?', load, { title: { zh: '用户协议', en: 'Terms' }, row: 220 }),
    page('/privacy/:version?', load, { title: { zh: '隐私政策', en: 'Privacy notice' }, row: 230 }),
    page('/accessibility/:version?', load, { title: { zh: '无障碍说明', en: 'Accessibility' }, row: 240 }),
  ],
  keeps: { questions: ['stationText'], types: ['StationTextVersion'] },
};
