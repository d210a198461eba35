// What a server asks of its database.
import type { TestServer } from './server.ts';

export interface Statement {
  text: string;
  values: unknown[];
}

/** Every statement that reads or writes rows, from now on, in order. */
export function recordStatements({ database: { pool } }: Pick<TestServer, 'database'>): Statement[] {
  const heard: Statement[] = [];
  pool.on('acquire', (client) => {
    if ('isHeard' in client) return;
    const { query } = client;
    const record = (...args: unknown[]) => {
      const [first, second] = args;
      const { text, values } = typeof first === 'string' ? { text: first, values: second as unknown[] | undefined } : (first as Statement);
      if (/^\s*(\/\*.*?\*\/)?\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b/i.test(text)) heard.push({ text, values: values ?? [] });
      return Reflect.apply(query, client, args);
    };
    Object.assign(client, { isHeard: true, query: record });
  });
  return heard;
}
