// Stand-ins for what sends messages: a text message gateway over HTTP, a mail server over SMTP.
import { createServer } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import { createInterface } from 'node:readline';
import { rememberCode } from './secrets.ts';

interface Message {
  to: string;
  text: string;
  authorization: string | undefined;
}

export interface Gateway {
  url: string;
  messages: Message[];
  /** Every message is refused with this status from now on; null: taken again. */
  refuseWith(status: number | null): void;
  /** The newest code sent to a phone (E.164). */
  codeFor(phone: string): string;
  close(): Promise<void>;
}

/** Takes text messages as XIESHOU_SMS_URL's gateway does. */
export async function openSmsGateway(): Promise<Gateway> {
  const messages: Message[] = [];
  let refusal: number | null = null;
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { to, text } = JSON.parse(body) as Message;
    if (refusal === null) messages.push({ to, text, authorization: request.headers.authorization });
    response.writeHead(refusal ?? 202).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}/send`,
    messages,
    refuseWith(status) {
      refusal = status;
    },
    codeFor(phone) {
      const code = /\b(\d{6})\b/.exec(messages.findLast(({ to }) => to === phone)?.text ?? '')?.[1];
      if (!code) throw new Error(`no code was sent to ${phone}`);
      rememberCode(code);
      return code;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export interface Mailbox {
  url: string;
  /** Whole messages, headers and body, as they came. */
  mails: string[];
  close(): Promise<void>;
}

/** Takes mail as any SMTP server does: RFC 5321, as far as a client needs. */
export async function openMailbox(): Promise<Mailbox> {
  const mails: string[] = [];
  const server = createSocketServer((socket) => {
    let data: string[] | null = null;
    socket.write('220 stand-in\r\n');
    createInterface({ input: socket }).on('line', (line) => {
      if (data) {
        if (line !== '.') return void data.push(line);
        mails.push(data.join('\n'));
        data = null;
        return void socket.write('250 taken\r\n');
      }
      if (/^DATA/i.test(line)) {
        data = [];
        socket.write('354 go on\r\n');
      } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
      else socket.write('250 fine\r\n');
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as { port: number }).port}`,
    mails,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
