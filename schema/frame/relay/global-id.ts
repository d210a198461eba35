// Opaque global ids: base64url of `Type:uuid`.

/** How a row's id is written. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The public id of the row `id` of type `typename`. */
export function encodeId(typename: string, id: string): string {
  return Buffer.from(`${typename}:${id}`).toString('base64url');
}

/** Type and row id behind a public id; null when it is not one of ours. Never throws. */
export function decodeId(globalId: string): { typename: string; id: string } | null {
  const text = Buffer.from(globalId, 'base64url').toString();
  const colon = text.indexOf(':');
  const typename = text.slice(0, colon);
  const id = text.slice(colon + 1);
  return colon > 0 && UUID.test(id) && encodeId(typename, id) === globalId ? { typename, id } : null;
}

/** The row id behind a public id of exactly that type; null for a malformed or foreign one. */
export function decodeIdOf(typename: string, globalId: string): string | null {
  const decoded = decodeId(globalId);
  return decoded?.typename === typename ? decoded.id : null;
}
