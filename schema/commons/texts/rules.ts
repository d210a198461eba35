// What stands in braces in a text is filled in when it is read: a number that changes need not be written anew.

/** What texts may tell of this station. */
export interface Facts {
  /** Its name. */
  station: string;
  phone: string | null;
  address: string | null;
  /** How long access records and refused registrations are kept. */
  retentionDays: number;
}

/** A word that may stand in braces, and what is read in its place. */
export interface Blank {
  name: string;
  zh: string;
  en: string;
}

export function blanksOf({ station, retentionDays, ...contact }: Facts): Blank[] {
  return [
    { name: 'station', zh: station, en: station },
    { name: 'contact', ...waysTo(contact) },
    { name: 'retentionDays', zh: retentionDays.toLocaleString('zh-CN'), en: retentionDays.toLocaleString('en-GB') },
  ];
}

/** The text as people read it; a word in braces that means nothing here stays as it is written. */
export function filled(text: string, blanks: readonly Blank[], language: 'zh' | 'en'): string {
  return text.replace(/\{(\w{1,20})\}/g, (braces, word: string) => blanks.find(({ name }) => name === word)?.[language] ?? braces);
}

/** How the station is reached, as part of a sentence. */
function waysTo({ phone, address }: Pick<Facts, 'phone' | 'address'>): { zh: string; en: string } {
  if (!phone && !address)
    return {
      zh: '到派出所窗口，或找您网格的民警（首页有他们的称呼）',
      en: 'come to the station, or ask the officer of your grid, who is named on the home page',
    };
  const call = phone && `[${phone}](tel:${phone.replace(/[^\d+]/g, '')})`;
  return {
    zh: [call && `拨打 ${call}`, address && `到 ${address}`].filter(Boolean).join('，或'),
    en: [call && `call ${call}`, address && `come to ${address}`].filter(Boolean).join(', or '),
  };
}
