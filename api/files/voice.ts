// What a sent voice note becomes: its samples under a head of our own. Browsers record WAV for it: plain samples need no
// decoder, and nothing but sound fits into them.

const RATE = 16_000;
const MOST_SECONDS = 60;
const HEAD = 44;

/** The note anew: 16 kHz, one channel, 16 bits, at most a minute; null when it is none. */
export function remadeVoice(sent: Uint8Array): { bytes: Buffer } | null {
  const input = Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength);
  const format = chunk(input, 'fmt ');
  const data = chunk(input, 'data');
  if (!format || !data || format.length < 16 || data.length < 2) return null;
  const isOurs =
    format.readUInt16LE(0) === 1 && format.readUInt16LE(2) === 1 && format.readUInt32LE(4) === RATE && format.readUInt16LE(14) === 16;
  if (!isOurs) return null;
  const samples = data.subarray(0, Math.min(data.length - (data.length % 2), MOST_SECONDS * RATE * 2));
  return { bytes: Buffer.concat([head(samples.length), samples]) };
}

/** The content of a RIFF chunk. */
function chunk(input: Buffer, name: string): Buffer | null {
  if (input.length < 12 || input.toString('latin1', 0, 4) !== 'RIFF' || input.toString('latin1', 8, 12) !== 'WAVE') return null;
  for (let at = 12; at + 8 <= input.length; ) {
    const length = input.readUInt32LE(at + 4);
    if (input.toString('latin1', at, at + 4) === name) return input.subarray(at + 8, Math.min(at + 8 + length, input.length));
    at += 8 + length + (length % 2);
  }
  return null;
}

function head(length: number): Buffer {
  const bytes = Buffer.alloc(HEAD);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(HEAD - 8 + length, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20); // PCM
  bytes.writeUInt16LE(1, 22); // one channel
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(RATE * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(length, 40);
  return bytes;
}
