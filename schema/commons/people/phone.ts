// Phone numbers: E.164 inside, whatever people write outside.
import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';

/** Demo phones begin with 100, a prefix assigned to nobody. */
const DEMO_PHONE = /^(?:\+86)?(100\d{8})$/;

/**
 * The mobile phone that a text means, in E.164; a number without a country code is of mainland China.
 * Null when it is none. Demo numbers count in demo mode only.
 */
export function parsePhone(text: string, { isDemo }: { isDemo: boolean }): string | null {
  if (text.length > 40) return null;
  const plain = text.normalize('NFKC').replace(/[\s()-]/g, '');
  const demo = DEMO_PHONE.exec(plain);
  if (demo) return isDemo ? `+86${demo[1]}` : null;
  const phone = parsePhoneNumberFromString(plain, 'CN');
  return phone?.isValid() && !phone.ext ? phone.number : null;
}
