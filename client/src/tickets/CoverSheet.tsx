// Faces and plates are covered by drawing over them; what is covered never leaves the phone.
import { type PointerEvent, useRef, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { useWords } from '../ui/preferences.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { useObjectUrl } from './FilesField.tsx';
import type { Cover } from './photo.ts';
import { words } from './words.ts';

export function CoverSheet({ file, onDone, onClose }: { file: Blob; onDone(covers: readonly Cover[]): void; onClose(): void }) {
  const w = useWords(words);
  const url = useObjectUrl(file);
  const [covers, setCovers] = useState<readonly Cover[]>([]);
  const start = useRef<{ x: number; y: number } | null>(null);
  const at = ({ clientX, clientY, currentTarget }: PointerEvent) => {
    const box = currentTarget.getBoundingClientRect();
    const share = (value: number, from: number, size: number) => Math.max(0, Math.min(1, (value - from) / size));
    return { x: share(clientX, box.left, box.width), y: share(clientY, box.top, box.height) };
  };
  const draw = (event: PointerEvent) => {
    const from = start.current;
    if (!from) return;
    const to = at(event);
    const cover = { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) };
    setCovers((before) => [...before.slice(0, -1), cover]);
  };
  return (
    <Sheet title={w.coverTitle} onClose={onClose}>
      <p className="note">{w.coverHint}</p>
      <div
        className="cover-area"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const from = at(event);
          start.current = from;
          setCovers((before) => [...before, { ...from, width: 0, height: 0 }]);
        }}
        onPointerMove={draw}
        onPointerUp={() => {
          start.current = null;
        }}
      >
        <img src={url} alt={w.photoNumber(1)} draggable={false} />
        {covers.map(({ x, y, width, height }, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: drawn in this order
            key={index}
            className="cover"
            style={{ left: `${x * 100}%`, top: `${y * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` }}
          />
        ))}
      </div>
      <div className="actions">
        <Button label={w.coverDone} kind="main" onClick={() => onDone(covers)} />
        <Button label={w.coverUndo} disabled={covers.length === 0} onClick={() => setCovers((before) => before.slice(0, -1))} />
      </div>
    </Sheet>
  );
}
