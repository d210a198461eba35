// What goes out to people: a text message through one gateway over HTTP, mail through SMTP, or the console.
import type { Log, Notifier } from '@xieshou/schema/frame/services.ts';
import { createTransport } from 'nodemailer';

const GATEWAY_WITHIN_MS = 8000;

export interface NotifierConfig {
  /** Takes POST {"to","text"} with a bearer token and answers 2xx. Undefined: the console. */
  smsUrl: string | undefined;
  smsToken: string | undefined;
  /** smtp:// or smtps:// address. Undefined: the console. */
  mailUrl: string | undefined;
  mailFrom: string;
}

/** The configured notifier. Message texts hold one-time codes: they are never logged. */
export function openNotifier({ smsUrl, smsToken, mailUrl, mailFrom }: NotifierConfig, log: Log, say: (line: string) => void): Notifier {
  const transport = mailUrl ? createTransport(mailUrl) : null;
  return {
    async sms(phone, text) {
      if (!smsUrl) return say(`SMS to ${phone}: ${text}`);
      const response = await fetch(smsUrl, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(GATEWAY_WITHIN_MS),
        headers: { 'content-type': 'application/json', ...(smsToken ? { authorization: `Bearer ${smsToken}` } : {}) },
        body: JSON.stringify({ to: phone, text }),
      });
      await response.body?.cancel();
      if (!response.ok) {
        log.error({ status: response.status }, 'the SMS gateway refused a message');
        throw new Error(`the SMS gateway answered ${response.status}`);
      }
    },
    async mail(address, subject, text) {
      if (!transport) return say(`Mail to ${address}: ${subject}\n${text}`);
      await transport.sendMail({ from: mailFrom, to: address, subject, text });
    },
  };
}
