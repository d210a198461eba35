// A voice note: recorded, then made plain samples, which is what the server takes.

const RATE = 16_000;
const MOST_SECONDS = 60;

export interface Recording {
  /** Ends it and answers the note. */
  stop(): Promise<Blob>;
}

/** Starts recording. @throws when there is no microphone, or it may not be used */
export async function record(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.start();
  const end = setTimeout(() => recorder.state === 'recording' && recorder.stop(), MOST_SECONDS * 1000);
  const stopped = new Promise<void>((resolve) => {
    recorder.onstop = () => resolve();
  });
  return {
    async stop() {
      clearTimeout(end);
      if (recorder.state === 'recording') recorder.stop();
      await stopped;
      for (const track of stream.getTracks()) track.stop();
      return toWav(await new Blob(parts).arrayBuffer());
    },
  };
}

async function toWav(encoded: ArrayBuffer): Promise<Blob> {
  const context = new AudioContext();
  const sound = await context.decodeAudioData(encoded);
  await context.close();
  const offline = new OfflineAudioContext(1, Math.max(1, Math.ceil(Math.min(sound.duration, MOST_SECONDS) * RATE)), RATE);
  const source = offline.createBufferSource();
  source.buffer = sound;
  source.connect(offline.destination);
  source.start();
  const samples = (await offline.startRendering()).getChannelData(0);
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at: number, letters: string) => {
    for (const [index, letter] of [...letters].entries()) view.setUint8(at + index, letter.charCodeAt(0));
  };
  text(0, 'RIFF');
  view.setUint32(4, 36 + samples.length * 2, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, samples.length * 2, true);
  for (const [index, sample] of samples.entries()) view.setInt16(44 + index * 2, Math.max(-1, Math.min(1, sample)) * 32_767, true);
  return new Blob([view.buffer], { type: 'audio/wav' });
}
