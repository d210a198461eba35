// The first version of each text: what the platform does out of the box. A station writes its own over it.
import type { StationTextKind } from '../../../../prisma/client/client.ts';
import type { Written } from '../store.ts';
import { about } from './about.ts';
import { accessibility } from './accessibility.ts';
import { help } from './help.ts';
import { privacy } from './privacy.ts';
import { terms } from './terms.ts';

const note = { noteZh: '第一版', noteEn: 'First version' };

export const SHIPPED: Record<StationTextKind, Written> = {
  TERMS: { ...terms, ...note },
  PRIVACY: { ...privacy, ...note },
  HELP: { ...help, ...note },
  ABOUT: { ...about, ...note },
  ACCESSIBILITY: { ...accessibility, ...note },
};
