// Where files are kept: a folder of this machine, or an S3-compatible store that several machines share.
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Files } from '@xieshou/schema/frame/services.ts';
import { AwsClient } from 'aws4fetch';

/** Names are ours: nothing else ever reaches a path or an address. */
const NAME = /^[0-9a-f]{32}\.(webp|wav)$/;

function checked(name: string): string {
  if (!NAME.test(name)) throw new Error('no name of a stored file');
  return name;
}

/** Files in a folder, spread over 256 of it. A file is there whole or not at all, and is on the disk when `put` answers. */
export function filesOnDisk(folder: string): Files {
  const pathOf = (name: string) => join(folder, checked(name).slice(0, 2), name);
  return {
    async put(name, bytes) {
      const path = pathOf(name);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const partial = `${path}.${randomBytes(4).toString('hex')}`;
      try {
        await written(partial, bytes);
        await rename(partial, path);
        await synced(dirname(path));
      } catch (error) {
        await rm(partial, { force: true }); // a full disk must not fill further
        throw error;
      }
    },
    get: (name) =>
      readFile(pathOf(name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      }),
    remove: (name) => rm(pathOf(name), { force: true }),
  };
}

async function written(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A new name in a folder is on the disk when the folder is. */
async function synced(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // its folders cannot be opened
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export interface S3Settings {
  /** Of the bucket: https://s3.example/bucket */
  url: string;
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
}

const S3_WITHIN_MS = 15_000;

/** Files in a bucket, by the S3 API: https://docs.aws.amazon.com/AmazonS3/latest/API/ */
export function filesInS3({ url, accessKeyId, secretAccessKey, region }: S3Settings): Files {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 2 });
  const ask = (name: string, init: RequestInit) =>
    client.fetch(`${url.replace(/\/$/, '')}/${checked(name)}`, { ...init, signal: AbortSignal.timeout(S3_WITHIN_MS) });
  const failed = (what: string, { status }: Response) => new Error(`the file store answered ${status} to ${what}`);
  return {
    async put(name, bytes) {
      const answer = await ask(name, { method: 'PUT', body: new Uint8Array(bytes) });
      if (!answer.ok) throw failed('PUT', answer);
    },
    async get(name) {
      const answer = await ask(name, { method: 'GET' });
      if (answer.status === 404) return null;
      if (!answer.ok) throw failed('GET', answer);
      return Buffer.from(await answer.arrayBuffer());
    },
    async remove(name) {
      const answer = await ask(name, { method: 'DELETE' });
      if (!answer.ok && answer.status !== 404) throw failed('DELETE', answer);
    },
  };
}
