// A wire to a server that can be held: what runs over it stands still, and no end is told.
import { connect, createServer, type Socket } from 'node:net';

export interface Wire {
  url: string;
  /** Every connection, or those over which this was said. */
  hold(said?: RegExp): void;
  release(): void;
  close(): Promise<void>;
}

/** @param url of the server at its other end: redis://… */
export async function openWire(url: string): Promise<Wire> {
  const connections: { ends: Socket[]; said: string }[] = [];
  const allEnds = () => connections.flatMap(({ ends }) => ends);
  let isHeld = false;
  const wire = createServer((near) => {
    const { hostname, port } = new URL(url);
    const far = connect(Number(port || 6379), hostname);
    near.on('error', () => far.destroy()).pipe(far);
    far.on('error', () => near.destroy()).pipe(near);
    const connection = { ends: [near, far], said: '' };
    near.on('data', (chunk) => {
      connection.said = (connection.said + chunk).slice(0, 4096);
    });
    connections.push(connection);
    if (isHeld) for (const end of connection.ends) end.pause();
  });
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve));
  const { port } = wire.address() as { port: number };
  return {
    url: `redis://127.0.0.1:${port}`,
    hold(said) {
      isHeld = said === undefined;
      for (const connection of connections) if (!said || said.test(connection.said)) for (const end of connection.ends) end.pause();
    },
    release() {
      isHeld = false;
      for (const end of allEnds()) end.resume();
    },
    async close() {
      for (const end of allEnds()) end.destroy();
      await new Promise((resolve) => wire.close(resolve));
    },
  };
}
