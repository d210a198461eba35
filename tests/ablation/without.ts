// Code without one of its controls, nothing on disk changed: `WITHOUT` says which. Vite asks `takeAway` for what it loads;
// Node asks for what it loads itself, servers and threads of their own, when this is its `--import`.
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Control } from './controls.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Holds the control, as JSON: what is started later inherits it. */
const VARIABLE = 'XIESHOU_WITHOUT';

/** From here on what this process starts has the control no more; undefined: has every one. */
export function switchOff(control: Control | undefined): void {
  if (control) process.env[VARIABLE] = JSON.stringify(control);
  else delete process.env[VARIABLE];
}

/** The text of a file of ours, without the control that is switched off if it stands there. */
export function takeAway(path: string, text: string): string {
  const off = JSON.parse(process.env[VARIABLE] ?? 'null') as Control | null;
  if (!off || path !== join(ROOT, off.file)) return text;
  if (text.split(off.code).length !== 2) throw new Error(`${off.name}: its code is not once in ${off.file}`);
  return text.replace(off.code, () => off.without);
}

if (process.env[VARIABLE]) {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.startsWith('file:') || !loaded.source) return loaded;
      const path = fileURLToPath(url.split('?')[0] as string);
      if (!path.startsWith(ROOT) || path.includes('/node_modules/')) return loaded;
      return { ...loaded, source: takeAway(path, new TextDecoder().decode(loaded.source as Uint8Array)) };
    },
  });
}
