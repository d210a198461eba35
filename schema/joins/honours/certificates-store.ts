// Papers about a volunteer's service, each kept as it was issued.
import type pg from 'pg';
import type { ServiceCertificateKind } from '../../../prisma/client/enums.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { readTotals, type ServiceTotals, type Span } from './records.ts';

type Db = Pick<pg.ClientBase, 'query'>;

/** Letters of a check code: 78 bits, too many to guess. */
export const CHECK_LETTERS = 16;

/** One piece of service in a proof. */
interface ProvenService {
  at: string;
  title: string;
  content: string;
  team: string;
  place: string;
  minutes: number;
  rating: number | null;
  evaluation: string;
}

/**
 * A proof of service 志愿服务记录证明: who, what, where, when, for how long, how well, trained in what, thanked for what, as the
 * measures 《志愿服务记录与证明出具办法（试行）》 ask. Moments are RFC 3339.
 */
export interface ServiceProof extends ServiceTotals {
  name: string;
  from: string;
  until: string;
  services: ProvenService[];
  trainings: { name: string; at: string }[];
  praises: { text: string; at: string }[];
}

/** A certificate of honour 荣誉证书. */
export interface Honour {
  name: string;
  title: string;
  text: string;
}

export type CertificateRow = {
  id: string;
  volunteerId: string;
  checkCode: string;
  issuedAt: Date;
  revokedAt: Date | null;
  revokeReason: string;
} & ({ kind: 'SERVICE_PROOF'; content: ServiceProof } | { kind: 'HONOUR'; content: Honour });

const CERTIFICATE = `id, kind, volunteer_id AS "volunteerId", check_code AS "checkCode", issued_at AS "issuedAt", content, revoked_at AS "revokedAt",
  revoke_reason AS "revokeReason"`;

/** The paper with that check code; undefined: there is none. */
export async function readByCode(db: Db, checkCode: string): Promise<CertificateRow | undefined> {
  const { rows } = await db.query<CertificateRow>(
    `/* honours.readByCode */ SELECT ${CERTIFICATE} FROM service_certificate WHERE check_code = $1`,
    [checkCode],
  );
  return rows[0];
}

/** Papers of volunteers, newest first. */
export async function readCertificatesOf(db: Db, volunteerIds: readonly string[]): Promise<CertificateRow[]> {
  const { rows } = await db.query<CertificateRow>(
    `/* honours.readCertificatesOf */ SELECT ${CERTIFICATE} FROM service_certificate WHERE volunteer_id = ANY($1::uuid[]) ORDER BY issued_at DESC, id`,
    [volunteerIds],
  );
  return rows;
}

/** Issues a paper. Twice with the same id is as good as once. */
export async function insertCertificate(
  db: Db,
  paper: {
    id: string;
    kind: ServiceCertificateKind;
    volunteerId: string;
    checkCode: string;
    issuedAt: Date;
    content: ServiceProof | Honour;
  },
): Promise<CertificateRow> {
  const { id, kind, volunteerId, checkCode, issuedAt, content } = paper;
  await db.query(
    `/* honours.insertCertificate */ INSERT INTO service_certificate (id, kind, volunteer_id, check_code, issued_at, content)
     VALUES ($1, $2::service_certificate_kind, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING`,
    [id, kind, volunteerId, checkCode, issuedAt, JSON.stringify(content)],
  );
  const { rows } = await db.query<CertificateRow>(
    `/* honours.readCertificate */ SELECT ${CERTIFICATE} FROM service_certificate WHERE id = $1`,
    [id],
  );
  return rows[0] as CertificateRow;
}

/** Issues a proof, unless the person had too many recently; another request at the same moment waits. */
export function insertProof(
  pool: pg.Pool,
  proof: Parameters<typeof insertCertificate>[1],
  { since, most }: { since: Date; most: number },
): Promise<CertificateRow | 'too-many'> {
  return inTransaction(pool, async (client): Promise<CertificateRow | 'too-many'> => {
    await client.query('/* honours.lockOwner */ SELECT FROM volunteer WHERE resident_id = $1 FOR NO KEY UPDATE', [proof.volunteerId]);
    const { rows } = await client.query<{ n: number }>(
      `/* honours.countIssued */ SELECT count(*)::int AS n FROM service_certificate WHERE volunteer_id = $1 AND issued_at > $2 AND kind = 'SERVICE_PROOF' AND id <> $3`,
      [proof.volunteerId, since, proof.id],
    );
    return (rows[0]?.n ?? 0) < most ? insertCertificate(client, proof) : 'too-many';
  });
}

/** Revokes a paper. Undefined: it has been already, or is not there. */
export async function revokeCertificate(
  db: Db,
  checkCode: string,
  { reason, now }: { reason: string; now: Date },
): Promise<CertificateRow | undefined> {
  const { rows } = await db.query<CertificateRow>(
    `/* honours.revokeCertificate */ UPDATE service_certificate SET revoked_at = $2, revoke_reason = $3
     WHERE check_code = $1 AND revoked_at IS NULL RETURNING ${CERTIFICATE}`,
    [checkCode, now, reason],
  );
  return rows[0];
}

/** More would be a book: a span of five years of daily service. */
const MOST_SERVICES = 2000;

/** What a proof of a span says now; null: nothing was served in it. */
export async function readProof(
  db: Db,
  { volunteerId, name, span }: { volunteerId: string; name: string; span: Span },
): Promise<ServiceProof | null> {
  const totals = (await readTotals(db, [volunteerId], span)).get(volunteerId);
  if (!totals) return null;
  const values = [volunteerId, span.from, span.until];
  const { rows: services } = await db.query<ProvenService>(
    `/* honours.readProvenServices */
     SELECT to_json(u.starts_at)#>>'{}' AS at, s.title, s.description AS content, t.name AS team, p.name AS place, a.minutes, a.rating, a.evaluation
     FROM shift_signup u JOIN attendance a ON a.signup_id = u.id AND a.out_at IS NOT NULL JOIN shift s ON s.id = u.shift_id
       JOIN team t ON t.id = s.team_id JOIN duty_post p ON p.id = s.post_id
     WHERE u.volunteer_id = $1 AND u.starts_at >= $2 AND u.starts_at < $3 ORDER BY u.starts_at LIMIT ${MOST_SERVICES}`,
    values,
  );
  const { rows: trainings } = await db.query<{ name: string; at: string }>(
    `/* honours.readProvenTrainings */ SELECT c.name, to_json(k.issued_at)#>>'{}' AS at FROM training_certificate k JOIN training_course c ON c.id = k.course_id
     WHERE k.volunteer_id = $1 AND k.issued_at < $2 ORDER BY k.issued_at`,
    [volunteerId, span.until],
  );
  const { rows: praises } = await db.query<{ text: string; at: string }>(
    `/* honours.readProvenPraises */ SELECT text, to_json(created_at)#>>'{}' AS at FROM praise
     WHERE volunteer_id = $1 AND created_at >= $2 AND created_at < $3 AND shown_at IS NOT NULL AND hidden_at IS NULL ORDER BY created_at LIMIT 50`,
    values,
  );
  return { name, from: span.from.toISOString(), until: span.until.toISOString(), ...totals, services, trainings, praises };
}
