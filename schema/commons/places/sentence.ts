// A place in one sentence, as people would say it to each other. Pure; never a coordinate.
import type { Language } from '../../frame/context.ts';
import { AT_METRES, englishOf, estateOf } from './rules.ts';

interface Named {
  name: string;
  nameEn: string | null;
}

export interface PlaceToSay {
  /** `hasNamesake`: another building of the community has its name. */
  building: (Named & { hasNamesake: boolean }) | null;
  entrance: Named | null;
  /** From the building; null: at it. */
  metres: number | null;
  /** What whoever was there has said. */
  words: string;
  grid: string | null;
  community: string | null;
}

/** Where it is; null: nobody knows. */
export function sentenceOf({ building, entrance, metres, words, grid, community }: PlaceToSay, language: Language): string | null {
  // Two buildings of a name are told apart by their grids.
  const around = (building && !building.hasNamesake && community && estateOf(community)) || grid;
  const where = language === 'zh' ? inChinese : inEnglish;
  const parts = [building ? where({ building, entrance, around, metres }) : grid, words].filter(Boolean);
  return parts.join(language === 'zh' ? '，' : ', ') || null;
}

interface Where extends Pick<PlaceToSay, 'entrance' | 'metres'> {
  building: Named;
  around: string | null;
}

function inChinese({ building, entrance, around, metres }: Where): string {
  const address = [around, building.name, entrance?.name].filter(Boolean).join(' ');
  return isAway(metres) ? `离${address}约 ${tens(metres)} 米` : address;
}

function inEnglish({ building, entrance, around, metres }: Where): string {
  const address = [englishOf(building), entrance && englishOf(entrance), around].filter(Boolean).join(', ');
  return isAway(metres) ? `about ${tens(metres)} m from ${address}` : address;
}

const isAway = (metres: number | null): metres is number => metres !== null && metres > AT_METRES;
/** Nobody paces out single metres. */
const tens = (metres: number) => Math.max(10, Math.round(metres / 10) * 10);
