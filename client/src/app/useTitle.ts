// The document's title, as tabs and histories show it.
import { useEffect } from 'react';
import { useWords } from '../ui/preferences.ts';
import { words } from './words.ts';

/** Every page has the title that its room declares; a page that knows a more exact one says it. @param title '': not known yet */
export function useTitle(title: string): void {
  const { appName } = useWords(words);
  useEffect(() => {
    if (title) document.title = `${title} · ${appName}`;
  }, [title, appName]);
}
