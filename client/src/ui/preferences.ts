// What a person has chosen for this device: language, text size, contrast, the side bar. Kept in the browser.
import { useSyncExternalStore } from 'react';

export type Language = 'zh' | 'en';
type TextSize = 'normal' | 'large' | 'xlarge';

export interface Preferences {
  language: Language;
  size: TextSize;
  isHighContrast: boolean;
  /** The side bar of desks shows icons alone. */
  isSideFolded: boolean;
}

const KEY = 'xieshou.preferences';
const listeners = new Set<() => void>();
let current = read();

/** Chinese for whoever reads it at all, as far as the browser knows; they choose otherwise with one tap. */
function languageOfBrowser(): Language {
  return navigator.languages.some((tag) => tag.startsWith('zh')) ? 'zh' : 'en';
}

function read(): Preferences {
  const isHighContrast = matchMedia('(prefers-contrast: more)').matches;
  const fallback: Preferences = { language: languageOfBrowser(), size: 'normal', isHighContrast, isSideFolded: false };
  try {
    return { ...fallback, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) };
  } catch {
    return fallback;
  }
}

/** Puts the choices on the document, where the styles read them. */
export function applyPreferences(): void {
  const root = document.documentElement;
  root.lang = current.language === 'zh' ? 'zh-CN' : 'en';
  root.dataset.size = current.size;
  root.dataset.contrast = current.isHighContrast ? 'high' : 'normal';
}

export function changePreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  localStorage.setItem(KEY, JSON.stringify(current));
  applyPreferences();
  for (const listener of listeners) listener();
}

const preferences = (): Preferences => current;

export function usePreferences(): Preferences {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, preferences);
}

/** The words of a folder in the chosen language. `en` has the same keys as `zh`, or it does not compile. */
export function useWords<Words extends object>(words: { zh: Words; en: NoInfer<Words> }): Words {
  return words[usePreferences().language];
}
