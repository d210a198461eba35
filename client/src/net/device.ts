// A name that this browser makes for itself, so that many people on one device are seen as such when they vote.

const KEY = 'xieshou.device';
let name: string | undefined;

/** A random UUID, the same at each visit; where the browser keeps nothing, the same until it is closed. */
export function deviceId(): string {
  name ??= read() ?? make();
  return name;
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // the browser keeps nothing
  }
}

/** 32 hexadecimal digits. Not randomUUID: it is absent on plain http. */
export function randomHex(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function make(): string {
  const made = randomHex().replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
  try {
    localStorage.setItem(KEY, made);
  } catch {
    // as above
  }
  return made;
}
