// What the station says of itself and of the platform: terms, privacy notice, help, about, accessibility. Written anew by an
// administrator, never changed: what somebody has agreed to can be read for good.
import { z } from 'zod';
import { module } from '../../frame/manifest.ts';
import { right } from '../../frame/roles.ts';
import { settings } from '../../frame/settings.ts';

declare module '../../frame/services.ts' {
  interface Settings {
    /** How people reach the station, for its texts; null: not said. */
    contact: { phone: string | null; address: string | null };
  }
}

export const texts = module({
  name: 'texts',
  async graph() {
    await import('./graph.ts');
    await import('./acts.ts');
  },
  rights: {
    'text.publish': right(
      '发布用户协议、隐私政策、帮助等页面的新版本 / Publish new versions of the terms, the privacy notice, help and the like',
      {
        ADMIN: 'always',
      },
    ),
  },
  can: { publishTexts: ['text.publish', '发布用户协议、隐私政策、帮助等页面 / Publish terms, privacy notice, help and the like'] },
  audits: { 'text.publish': '发布了一个页面的新版本 / Published a new version of a page' },
  settings: settings(
    {
      XIESHOU_CONTACT_PHONE: {
        type: z
          .string()
          .regex(/^\+?[\d -]{3,24}$/)
          .optional(),
        expected: 'a phone number like 010-6500 0000',
      },
      XIESHOU_CONTACT_ADDRESS: { type: z.string().min(1).max(120).optional(), expected: 'at most 120 characters' },
    },
    ({ XIESHOU_CONTACT_PHONE: phone = null, XIESHOU_CONTACT_ADDRESS: address = null }) => ({ contact: { phone, address } }),
  ),
  tables: ['station_text_version'],
  publishes: ['station_text_version'],
  appendOnly: ['station_text_version'],
});
