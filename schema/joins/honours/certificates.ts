// Proofs of service and certificates of honour: issued, verified by anybody who has the check code, revoked.

import { record } from '../../commons/audit/store.ts';
import { may } from '../../frame/access/may.ts';
import { builder } from '../../frame/builder.ts';
import type { Context } from '../../frame/context.ts';
import { dateTime, row, scalar, text } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Forbidden, Invalid, invalid, NotFound, RateLimited, rateLimited } from '../../frame/refusals.ts';
import { newCode, readCode } from '../../ground/codes.ts';
import { subjectOf, Volunteer } from '../../work/volunteers/people/graph.ts';
import type { VolunteerRow } from '../../work/volunteers/people/store.ts';
import { volunteerGone } from '../../work/volunteers/refusals.ts';
import {
  type CertificateRow,
  CHECK_LETTERS,
  insertCertificate,
  insertProof,
  readByCode,
  readCertificatesOf,
  readProof,
  revokeCertificate,
} from './certificates-store.ts';
import { nothingServed, refusals, spanWrong } from './refusals.ts';

/** Proofs of one person a day. */
const MOST_A_DAY = 20;
const DAY_MS = 86_400_000;

const KindEnum = builder.enumType('ServiceCertificateKind', {
  description: '证书的种类 / Kind of certificate',
  values: {
    SERVICE_PROOF: { description: '志愿服务记录证明 / Proof of service' },
    HONOUR: { description: '荣誉证书 / Certificate of honour' },
  } as const,
});

const TITLES = { SERVICE_PROOF: '志愿服务记录证明', HONOUR: '荣誉证书' } as const;

const ServiceCertificate = builder.objectRef<CertificateRow>('ServiceCertificate').implement({
  description: '证明或证书，凭查验码核验 / A proof or certificate that anyone with its check code can verify',
  fields: (t) => ({
    kind: t.expose('kind', { type: KindEnum, description: '种类 / Kind' }),
    checkCode: t.exposeString('checkCode', { description: '16 位查验码 / 16-character check code' }),
    name: t.string({ description: '姓名 / Name of the person', resolve: ({ content }) => content.name }),
    title: t.string({
      description: '标题 / Title',
      resolve: ({ kind, content }) => (kind === 'HONOUR' ? content.title : TITLES[kind]),
    }),
    text: t.string({
      description: '荣誉证书的正文；证明为空字符串 / Text of a certificate of honour; empty for a proof',
      resolve: ({ kind, content }) => (kind === 'HONOUR' ? content.text : ''),
    }),
    from: t.field({
      type: 'DateTime',
      nullable: true,
      description: '证明从何时起；荣誉证书为空 / Start of the period proved; null for a certificate of honour',
      resolve: ({ kind, content }) => (kind === 'SERVICE_PROOF' ? new Date(content.from) : null),
    }),
    until: t.field({
      type: 'DateTime',
      nullable: true,
      description: '证明到何时止，不含；荣誉证书为空 / End of the period proved, exclusive; null for a certificate of honour',
      resolve: ({ kind, content }) => (kind === 'SERVICE_PROOF' ? new Date(content.until) : null),
    }),
    minutes: t.int({
      nullable: true,
      description: '证明的服务分钟数 / Minutes of service proved',
      resolve: ({ kind, content }) => (kind === 'SERVICE_PROOF' ? content.minutes : null),
    }),
    shiftCount: t.int({
      nullable: true,
      description: '证明的服务次数 / Number of services proved',
      resolve: ({ kind, content }) => (kind === 'SERVICE_PROOF' ? content.shiftCount : null),
    }),
    issuedAt: t.expose('issuedAt', { type: 'DateTime', description: '出具时间 / Issued at' }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: '作废时间；空为有效 / When it was revoked; null: valid',
    }),
    revokeReason: t.exposeString('revokeReason', { description: '作废原因 / Reason for revoking it' }),
    path: t.string({
      description: 'PDF 的路径 / Path of the PDF',
      resolve: ({ checkCode }) => `/certificates/${checkCode}.pdf`,
    }),
  }),
});

builder.queryField('certificate', (t) =>
  t.field({
    type: ServiceCertificate,
    nullable: true,
    description: '凭查验码核验；没有为空 / Verifies a check code; null: not found',
    authScopes: { may: 'certificate.verify' },
    args: {
      code: t.arg.string({ required: true, description: '查验码，空格和连字符不论 / The check code; spaces and hyphens are ignored' }),
    },
    resolve: async (_root, { code }, { services: { pool } }) => {
      const checkCode = readCode(code, CHECK_LETTERS);
      return checkCode ? ((await readByCode(pool, checkCode)) ?? null) : null;
    },
  }),
);

const certificatesLoader = ({ loaders, services: { pool } }: Context) =>
  loaders.loader<string, CertificateRow[]>('serviceCertificates', async (ids) => {
    const byOwner = Map.groupBy(await readCertificatesOf(pool, ids), ({ volunteerId }) => volunteerId);
    return ids.map((id) => byOwner.get(id) ?? []);
  });

builder.objectField(Volunteer, 'papers', (t) =>
  t.field({
    type: [ServiceCertificate],
    nullable: true,
    description:
      '出具过的证明和证书，最新在前；本人和审核人可见 / Proofs and certificates issued, newest first; for the person and for reviewers',
    resolve: (row, _args, context) => (may(context, 'volunteer.read', subjectOf(row)) ? certificatesLoader(context).load(row.id) : null),
  }),
);

const given = gives<{ certificate: CertificateRow }>((t) => ({
  certificate: t.expose('certificate', { type: ServiceCertificate, description: '这张证书 / The certificate' }),
}));
const volunteerId = row<VolunteerRow>('Volunteer', '志愿者编号 / ID of the volunteer', volunteerGone);

mutation('serviceProofIssue', {
  says: '出具志愿服务记录证明 / Issues a proof of service',
  may: 'certificate.issue',
  input: {
    volunteerId,
    from: dateTime('从何时起 / Start of the period'),
    until: dateTime('到何时止，不含 / End of the period, exclusive'),
  },
  done: '已出具 / Issued',
  gives: given,
  refuses: [Invalid, Forbidden, RateLimited],
  async do({ volunteerId: volunteer, from, until }, context) {
    const { pool, clock } = context.services;
    if (until <= from) return invalid({ path: ['until'], code: 'OUT_OF_RANGE', says: spanWrong });
    if (!may(context, 'certificate.issue', subjectOf(volunteer))) return refusals.notYourRole;
    const content = await readProof(pool, { volunteerId: volunteer.id, name: volunteer.name, span: { from, until } });
    if (!content) return invalid({ path: ['from'], code: 'OUT_OF_RANGE', says: nothingServed });
    const issuedAt = clock.now();
    const proof = paperOf(volunteer, { kind: 'SERVICE_PROOF', content, issuedAt }, context);
    const certificate = await insertProof(pool, proof, { since: new Date(issuedAt.getTime() - DAY_MS), most: MOST_A_DAY });
    return certificate === 'too-many' ? rateLimited(DAY_MS / 1000) : { certificate };
  },
});

mutation('honourIssue', {
  says: '颁发荣誉证书 / Awards a certificate of honour',
  may: 'volunteer.manage',
  input: { volunteerId, title: text(2, 30, '称号 / Title'), text: text(2, 300, '正文 / Text', { isMultiline: true }) },
  done: '已颁发 / Awarded',
  gives: given,
  refuses: [],
  async do({ volunteerId: volunteer, title, text }, context) {
    const { pool, clock } = context.services;
    const content = { name: volunteer.name, title, text };
    const honour = paperOf(volunteer, { kind: 'HONOUR', content, issuedAt: clock.now() }, context);
    return { certificate: await insertCertificate(pool, honour) };
  },
});

mutation('certificateRevoke', {
  says: '作废证书；核验的人会看到原因 / Revokes a certificate; anyone who verifies it sees the reason',
  may: 'volunteer.manage',
  input: {
    code: scalar('String', '查验码 / Check code'),
    reason: text(2, 200, '原因，核验的人看得到 / Reason, shown to anyone who verifies it'),
  },
  done: '已作废 / Revoked',
  gives: given,
  refuses: [NotFound],
  async do({ code, reason }, { services: { pool, clock }, viewer, requestId }) {
    const checkCode = readCode(code, CHECK_LETTERS);
    if (!checkCode || !(await readByCode(pool, checkCode))) return refusals.certificateNotFound;
    const certificate = await revokeCertificate(pool, checkCode, { reason, now: clock.now() });
    if (!certificate) return refusals.alreadyRevoked;
    await record(pool, viewer, [{ action: 'certificate.revoke', subjectId: certificate.volunteerId, reason, requestId }]);
    return { certificate };
  },
});

type Paper = Pick<CertificateRow, 'kind' | 'content' | 'issuedAt'>;

/** A new paper with its check code. Its id follows from the request. */
const paperOf = ({ id: volunteerId }: VolunteerRow, paper: Paper, { requestUuid }: Context) => ({
  id: requestUuid,
  volunteerId,
  checkCode: newCode(CHECK_LETTERS),
  ...paper,
});
