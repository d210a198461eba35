// Mails to partners about their keys. Bilingual: nobody knows which language reads them. Never the key itself.

interface KeyName {
  name: string;
  hint: string;
}

/** A mail about one key. */
export type Letter = (key: KeyName) => { subject: string; text: string };

/** The mail address in a contact text; null when it is none. */
export function mailAddress(contact: string): string | null {
  return /(?:^|[\s<:：])([^\s<>@:：]+@[^\s<>@.]+\.[^\s<>@]+)/.exec(contact)?.[1] ?? null;
}

/** A new key takes over; until `overlapEndsAt` both work. */
export function rotated(overlapEndsAt: Date): Letter {
  const until = overlapEndsAt.toISOString();
  return ({ name, hint }) => ({
    subject: '携手：您的接口密钥已换发 / Xieshou: your API key was rotated',
    text: [
      `密钥“${name}”（${hint}）已换发。旧密钥在 ${until} 之前仍可使用，请在此之前换上管理员交给您的新密钥。`,
      `The key “${name}” (${hint}) was rotated. The old key works until ${until}: switch to the new one, which the administrator hands over, before that.`,
    ].join('\n\n'),
  });
}

/** The key is worth nothing any more. */
export const revoked: Letter = ({ name, hint }) => ({
  subject: '携手：您的接口密钥已吊销 / Xieshou: your API key was revoked',
  text: [
    `密钥“${name}”（${hint}）已吊销，立即失效。如有疑问，请联系派出所管理员。`,
    `The key “${name}” (${hint}) was revoked and works no more. Ask the administrator of the station if you did not expect this.`,
  ].join('\n\n'),
});
