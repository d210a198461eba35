import { MapPinned } from 'lucide-react';
import type { Signs } from '../app/signs.ts';

export const signs: Signs = {
  '/grid': { icon: MapPinned, also: '我的网格 辖区 片区 社区 地图 my grid area beat map' },
};
