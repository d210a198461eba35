// What is said of places that are none.
import { say } from '../frame/speech.ts';

export const gridGone = say('没有找到这个网格，请重新选择位置。', 'Grid not found. Please choose the place again.');
