// What the QR code that hangs at a point holds: an address of this site, which names the point and proves that somebody is there.

const PATH = '/point';

export function pointAddress(pointId: string, code: string): string {
  return `${location.origin}${PATH}?${new URLSearchParams({ id: pointId, code })}`;
}

/** Null: it is another code. */
export function readPointCode(text: string): { pointId: string; code: string } | null {
  if (!URL.canParse(text)) return null;
  const { pathname, searchParams } = new URL(text);
  const [pointId, code] = [searchParams.get('id'), searchParams.get('code')];
  return pathname === PATH && pointId && code ? { pointId, code } : null;
}
