// How an urgent ticket calls: a tone made by the browser itself, which may sound only after somebody has pressed something,
// and the title of the page.
import { useSyncExternalStore } from 'react';

const KEY = 'xieshou.alarmSound';

interface Sound {
  /** Whether it would be heard: not muted, and the browser lets this page sound. */
  isOn: boolean;
  /** 0 to 1. */
  volume: number;
}

const listeners = new Set<() => void>();
let sound: Sound = { isOn: false, volume: readVolume() };
let isMuted = false;
let audio: AudioContext | null = null;

for (const name of ['pointerdown', 'keydown']) addEventListener(name, () => !audio && !isMuted && changeSound({ isOn: true }));

function readVolume(): number {
  try {
    const volume = Number(localStorage.getItem(KEY) ?? 0.6);
    return volume >= 0 && volume <= 1 ? volume : 0.6;
  } catch {
    return 0.6;
  }
}

export function changeSound(change: Partial<Sound>): void {
  sound = { ...sound, ...change };
  if (change.isOn !== undefined) isMuted = !change.isOn;
  if (change.volume !== undefined) localStorage.setItem(KEY, String(change.volume));
  if (sound.isOn) audio ??= new AudioContext();
  for (const listener of listeners) listener();
}

export const useSound = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => sound,
  );

/** Two rising tones, three times: unlike any other sound of the room. */
export function soundAlarm(): void {
  if (!sound.isOn || !audio || sound.volume === 0) return;
  void audio.resume();
  for (let beat = 0; beat < 3; beat++) {
    tone(audio, 880, beat * 0.5);
    tone(audio, 1175, beat * 0.5 + 0.18);
  }
}

function tone(context: AudioContext, hertz: number, after: number): void {
  const [start, end] = [context.currentTime + after, context.currentTime + after + 0.16];
  const source = new OscillatorNode(context, { frequency: hertz, type: 'triangle' });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.linearRampToValueAtTime(sound.volume, start + 0.02);
  gain.gain.setValueAtTime(sound.volume, end - 0.03);
  gain.gain.linearRampToValueAtTime(0, end);
  source.connect(gain).connect(context.destination);
  source.start(start);
  source.stop(end);
}

const BETWEEN = ' | ';
const TITLE_EVERY_MS = 1000;
let titleMark = '';

const plainTitle = () => (titleMark && document.title.startsWith(titleMark) ? document.title.slice(titleMark.length) : document.title);

/** Puts a mark before the page's title, also where pages change theirs, until the answered function is called. */
export function markTitle(mark: string): (() => void) | undefined {
  if (!mark) return undefined;
  titleMark = mark + BETWEEN;
  const put = () => {
    document.title = titleMark + plainTitle();
  };
  put();
  const timer = setInterval(put, TITLE_EVERY_MS);
  return () => {
    clearInterval(timer);
    document.title = plainTitle();
    titleMark = '';
  };
}

/** The page's title calls until somebody looks at the page. */
export function flashTitle(text: string): void {
  let isCalling = false;
  const plain = plainTitle();
  const timer = setInterval(() => {
    isCalling = !isCalling;
    document.title = isCalling ? text : plain;
  }, 900);
  const stop = () => {
    clearInterval(timer);
    document.title = plain;
    for (const name of ['focus', 'pointerdown', 'keydown']) removeEventListener(name, stop);
  };
  for (const name of ['focus', 'pointerdown', 'keydown']) addEventListener(name, stop);
}
