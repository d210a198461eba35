// Reads a QR code with the device's camera, where its browser can: https://wicg.github.io/shape-detection-api/#barcode-detection-api
import { useEffect, useRef, useState } from 'react';
import { Mistake } from './Field.tsx';
import { useWords } from './preferences.ts';
import { words } from './words.ts';
import './code-camera.css';

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type DetectorClass = new (options: { formats: string[] }) => Detector;

const detectorOf = () => (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;

function close(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Calls `onCode` once with what it has read. */
export function CodeCamera({ onCode }: { onCode: (text: string) => void }) {
  const w = useWords(words);
  const video = useRef<HTMLVideoElement>(null);
  const [isRefused, setRefused] = useState(false);
  const tell = useRef(onCode);
  tell.current = onCode;
  useEffect(() => {
    let stream: MediaStream | null = null;
    let isOver = false;
    const look = async () => {
      const Detector = detectorOf();
      const screen = video.current;
      if (!Detector || !screen) return setRefused(true);
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      if (isOver) return close(stream);
      screen.srcObject = stream;
      await screen.play();
      const detector = new Detector({ formats: ['qr_code'] });
      while (!isOver) {
        const [code] = await detector.detect(screen);
        if (code && !isOver) return tell.current(code.rawValue);
        await new Promise(requestAnimationFrame);
      }
    };
    look().catch(() => setRefused(true));
    return () => {
      isOver = true;
      close(stream);
    };
  }, []);
  if (isRefused) return <Mistake text={w.noCamera} />;
  return <video ref={video} className="code-camera" muted playsInline aria-label={w.scan} />;
}

/** Whether this browser can: without it the code is typed. */
export const canScan = () => detectorOf() !== undefined && navigator.mediaDevices !== undefined;
