// Proofs of service and certificates of honour as PDF: whoever has the check code has the paper.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '@xieshou/schema/frame/services.ts';
import { readCode } from '@xieshou/schema/ground/codes.ts';
import { CHECK_LETTERS, readByCode } from '@xieshou/schema/joins/honours/certificates-store.ts';
import { CertificatePress } from '../files/certificate-press.ts';
import { end } from './pages.ts';

/** The path of a paper's PDF. */
export const CERTIFICATE_PATH = /^\/certificates\/([\w-]{16,24})\.pdf$/;

export interface CertificateDoor {
  (request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void>;
  close(): Promise<void>;
}

export function openCertificates(
  { pool, prisma, settings }: Pick<Services, 'pool' | 'prisma' | 'settings'>,
  origin: string | null,
): CertificateDoor {
  const press = new CertificatePress();
  const door = async ({ method }: IncomingMessage, response: ServerResponse, pathname: string) => {
    const [, typed = ''] = CERTIFICATE_PATH.exec(pathname) ?? [];
    const checkCode = readCode(typed, CHECK_LETTERS);
    const certificate = checkCode && method === 'GET' ? await readByCode(pool, checkCode) : undefined;
    if (!certificate) return end(response, 404, 'Not found\n');
    if (certificate.revokedAt) return end(response, 410, '这张证书已作废。This certificate has been revoked.\n');
    const station = await prisma.station.findFirst({ select: { name: true } });
    const bytes = await press.draw({ certificate, station: station?.name ?? '', timeZone: settings.timeZone, origin });
    if (!bytes) return end(response, 503, '请稍后再试。Try again later.\n', { 'Retry-After': '5' });
    response.writeHead(200, {
      'Content-Type': 'application/pdf',
      'Content-Length': bytes.length,
      'Content-Disposition': `inline; filename="xieshou-${checkCode}.pdf"`,
      'Cache-Control': 'private, no-store',
    });
    response.end(bytes);
  };
  return Object.assign(door, { close: () => press.close() });
}
