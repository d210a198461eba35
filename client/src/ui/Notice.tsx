// A short message above the tabs, with one action at most; it goes by itself, but not while somebody reads it.
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { NoticeContent } from './notices.ts';
import { useWords } from './preferences.ts';
import { words } from './words.ts';
import './notice.css';

const SHOWN_MS = 6000;

export function Notice({ content, onClose }: { content: NoticeContent; onClose: () => void }) {
  const w = useWords(words);
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(onClose, content.forMs ?? SHOWN_MS);
    return () => clearTimeout(timer);
  }, [content, isHeld, onClose]);
  return (
    <div
      className="notice"
      role="status"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="notice-text">{content.text}</span>
      {content.action && (
        <button
          type="button"
          className="notice-action"
          onClick={() => {
            content.action?.run();
            onClose();
          }}
        >
          {content.action.label}
        </button>
      )}
      <button type="button" className="notice-close" aria-label={w.close} onClick={onClose}>
        <X aria-hidden="true" />
      </button>
    </div>
  );
}
