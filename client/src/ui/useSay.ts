// Words of a story, where they are used.
import { usePreferences } from './preferences.ts';

export function useSay(): (zh: string, en: string) => string {
  const { language } = usePreferences();
  return (zh, en) => (language === 'zh' ? zh : en);
}
