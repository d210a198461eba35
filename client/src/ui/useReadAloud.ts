// 读给我听: what a page says, spoken by the phone; once asked for, what changes on it too.
import { useEffect, useState } from 'react';
import { usePreferences } from './preferences.ts';

/** Slower than people speak: for old ears. */
const RATE = 0.9;

interface ReadAloud {
  /** Whether this phone can speak at all. */
  canSpeak: boolean;
  isOn: boolean;
  toggle(): void;
}

/** @param text what is to be heard; said again whenever it has changed, as long as it is on */
export function useReadAloud(text: string): ReadAloud {
  const { language } = usePreferences();
  const [isOn, setOn] = useState(false);
  const canSpeak = 'speechSynthesis' in window;
  useEffect(() => {
    if (!isOn || !text) return;
    const words = new SpeechSynthesisUtterance(text);
    Object.assign(words, { lang: language === 'zh' ? 'zh-CN' : 'en-GB', rate: RATE });
    speechSynthesis.speak(words);
    return () => speechSynthesis.cancel();
  }, [isOn, text, language]);
  return { canSpeak, isOn, toggle: () => setOn(!isOn) };
}
