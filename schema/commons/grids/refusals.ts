// What is said of places and categories that are none.
import { say } from '../../frame/speech.ts';

export const gridGone = say('没有找到这个网格，请重新选择位置。', 'Grid not found. Please choose the place again.');
export const pointWrong = say('位置的经纬度不正确。', 'The longitude or latitude is not valid. Choose the place again.');
export const categoryUnknown = say('没有这个类别，请重新选择。', 'Category not found. Please choose again.');
