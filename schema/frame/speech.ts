// What is said to a person: in their language, by the station's clock.
import type { Context, Language } from './context.ts';

/** To whom something is said. */
export interface Speech {
  language: Language;
  /** IANA name, of the station. */
  timeZone: string;
}

/** To whoever asks. */
export const speechOf = ({ language, services }: Context): Speech => ({ language, timeZone: services.settings.timeZone });

/** A sentence in both languages. */
export type Say = (speech: Speech) => string;

/** A sentence, its two languages side by side: whoever changes one sees the other. */
export const say =
  (zh: string, en: string): Say =>
  ({ language }) =>
    language === 'zh' ? zh : en;

/** A date and time of day, as people write it. */
export function moment(at: Date, { language, timeZone }: Speech): string {
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at);
}
