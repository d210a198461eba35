// Requests as they stand on the wire: node's own client takes as much of the machine as the server.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Sockets that are connected, keep alive and send at once. */
export function openSockets(count: number, port: number): Promise<Socket[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect(port, '127.0.0.1').setNoDelay();
      await once(socket, 'connect');
      return socket;
    }),
  );
}

/** A JSON POST of one operation. */
export function requestOf(body: object, token?: string): Buffer {
  const text = JSON.stringify(body);
  const bearer = token ? `Authorization: Bearer ${token}\r\n` : '';
  return Buffer.from(
    `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\n${bearer}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}

/** Sends a request and reads its answer's body. @throws when it is not 200 or there is none: then there are no figures */
export function ask(socket: Socket, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let headLength = 0;
    let length = Number.POSITIVE_INFINITY;
    let read = 0;
    const end = (outcome: () => void) => {
      for (const event of ['data', 'error', 'close']) socket.removeAllListeners(event);
      outcome();
    };
    socket.on('data', (chunk: Buffer) => {
      if (read === 0) {
        const head = chunk.toString('latin1', 0, chunk.indexOf('\r\n\r\n'));
        if (!head.startsWith('HTTP/1.1 200 ')) return end(() => reject(new Error(`no figures: a request was answered with\n${chunk}`)));
        headLength = head.length + 4;
        length = headLength + Number(/content-length: (\d+)/i.exec(head)?.[1]);
      }
      chunks.push(chunk);
      read += chunk.length;
      if (read >= length) end(() => resolve(Buffer.concat(chunks).toString('utf8', headLength)));
    });
    socket.once('error', (error) => end(() => reject(error)));
    socket.once('close', () => end(() => reject(new Error('no figures: a connection was closed'))));
    socket.write(bytes);
  });
}
