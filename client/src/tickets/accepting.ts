// Accepting a ticket from where the phone is, if it may say so: what is told to whoever waits is drawn from it.
import { whereAmIUnasked } from '../net/position.ts';

/** Accepting waits no longer than this for a position. */
const LOCATE_MS = 800;

/** The part of the act's input that says where; nothing where that is not known. */
export async function fromHere(): Promise<{ location?: { longitude: number; latitude: number } }> {
  const position = await whereAmIUnasked(LOCATE_MS);
  return position ? { location: { longitude: position.longitude, latitude: position.latitude } } : {};
}
