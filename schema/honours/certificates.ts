// Proofs of service and certificates of honour: issued, verified by anybody who has the check code, revoked.
import { z } from 'zod';
import { may } from '../access/may.ts';
import { record } from '../audit/store.ts';
import { builder } from '../builder.ts';
import { newCode, readCode } from '../codes.ts';
import type { Context } from '../context.ts';
import {
  type ErrorShape,
  errorsIn,
  ForbiddenError,
  NotFoundError,
  RateLimitedError,
  resultUnion,
  ValidationError,
} from '../errors/graph.ts';
import { personText } from '../text.ts';
import { fieldErrors } from '../validation.ts';
import { subjectOf, Volunteer } from '../volunteers/people.ts';
import { volunteerOf } from '../volunteers/reviews.ts';
import type { VolunteerRow } from '../volunteers/store.ts';
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
import { honourWords } from './words.ts';

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

interface CertificateSuccess {
  typename: string;
  certificate: CertificateRow;
}

const certificateSuccess = (name: string, description: string) =>
  builder.objectRef<CertificateSuccess>(name).implement({
    description,
    fields: (t) => ({ certificate: t.expose('certificate', { type: ServiceCertificate, description: '这张证书 / The certificate' }) }),
  });

const ProofInput = builder.inputType('ServiceProofIssueInput', {
  description: '哪位志愿者、哪段时间 / The volunteer and the period of service',
  fields: (t) => ({
    volunteerId: t.id({ required: true, description: '志愿者编号 / ID of the volunteer' }),
    from: t.field({ type: 'DateTime', required: true, description: '从何时起 / Start of the period' }),
    until: t.field({ type: 'DateTime', required: true, description: '到何时止，不含 / End of the period, exclusive' }),
  }),
});

const HonourInput = builder.inputType('HonourIssueInput', {
  description: '荣誉证书 / A certificate of honour',
  fields: (t) => ({
    volunteerId: t.id({ required: true, description: '志愿者编号 / ID of the volunteer' }),
    title: t.string({ required: true, description: '称号，2–30 字 / Title, 2–30 characters' }),
    text: t.string({ required: true, description: '正文，2–300 字 / Text, 2–300 characters' }),
  }),
});

const RevokeInput = builder.inputType('CertificateRevokeInput', {
  description: '作废哪张、为什么 / The certificate to revoke, and the reason',
  fields: (t) => ({
    code: t.string({ required: true, description: '查验码 / Check code' }),
    reason: t.string({
      required: true,
      description: '原因，2–200 字，核验的人看得到 / Reason, 2–200 characters, shown to anyone who verifies it',
    }),
  }),
});

const LIMITS: Record<string, [number, number]> = { title: [2, 30], text: [2, 300], reason: [2, 200] };
const honourText = z.object({ title: personText({ min: 2, max: 30 }), text: personText({ min: 2, max: 300, isMultiline: true }) });
const reasonText = z.object({ reason: personText({ min: 2, max: 200 }) });

builder.mutationFields((t) => ({
  serviceProofIssue: t.field({
    description: '出具志愿服务记录证明 / Issues a proof of service',
    authScopes: { may: 'certificate.issue' },
    type: resultUnion('ServiceProofIssue', certificateSuccess('ServiceProofIssueSuccess', '已出具 / Issued'), [
      ...[ValidationError, NotFoundError, ForbiddenError, RateLimitedError],
    ]),
    args: { input: t.arg({ type: ProofInput, required: true, description: '证明什么 / The volunteer and the period of service' }) },
    resolve: async (_root, { input }, context): Promise<CertificateSuccess | ErrorShape> => {
      const { language, services } = context;
      const words = honourWords(language);
      const { from, until } = input;
      if (until <= from) return errorsIn(language).invalidField('until', 'OUT_OF_RANGE', words.spanWrong);
      const volunteer = await volunteerOf(input.volunteerId, context);
      if ('typename' in volunteer) return volunteer;
      if (!may(context, 'certificate.issue', subjectOf(volunteer))) return errorsIn(language).forbidden();
      const { pool, clock } = services;
      const content = await readProof(pool, { volunteerId: volunteer.id, name: volunteer.name, span: { from, until } });
      if (!content) return errorsIn(language).invalidField('from', 'OUT_OF_RANGE', words.nothingServed);
      const issuedAt = clock.now();
      const proof = paperOf(volunteer, { kind: 'SERVICE_PROOF', content, issuedAt }, context);
      const certificate = await insertProof(pool, proof, { since: new Date(issuedAt.getTime() - DAY_MS), most: MOST_A_DAY });
      if (certificate === 'too-many') return errorsIn(language).rateLimited(DAY_MS / 1000);
      return { typename: 'ServiceProofIssueSuccess', certificate };
    },
  }),
  honourIssue: t.field({
    description: '颁发荣誉证书 / Awards a certificate of honour',
    authScopes: { may: 'volunteer.manage' },
    type: resultUnion('HonourIssue', certificateSuccess('HonourIssueSuccess', '已颁发 / Awarded'), [ValidationError, NotFoundError]),
    args: { input: t.arg({ type: HonourInput, required: true, description: '证书 / The certificate' }) },
    resolve: async (_root, { input }, context): Promise<CertificateSuccess | ErrorShape> => {
      const { language, services } = context;
      const text = honourText.safeParse({ title: input.title, text: input.text });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, LIMITS, language));
      const volunteer = await volunteerOf(input.volunteerId, context);
      if ('typename' in volunteer) return volunteer;
      const content = { name: volunteer.name, ...text.data };
      const honour = paperOf(volunteer, { kind: 'HONOUR', content, issuedAt: services.clock.now() }, context);
      return { typename: 'HonourIssueSuccess', certificate: await insertCertificate(services.pool, honour) };
    },
  }),
  certificateRevoke: t.field({
    description: '作废证书；核验的人会看到原因 / Revokes a certificate; anyone who verifies it sees the reason',
    authScopes: { may: 'volunteer.manage' },
    type: resultUnion('CertificateRevoke', certificateSuccess('CertificateRevokeSuccess', '已作废 / Revoked'), [
      ...[ValidationError, NotFoundError],
    ]),
    args: { input: t.arg({ type: RevokeInput, required: true, description: '哪张 / The certificate and the reason' }) },
    resolve: async (_root, { input }, context): Promise<CertificateSuccess | ErrorShape> => {
      const { language, services, viewer, requestId } = context;
      const words = honourWords(language);
      const text = reasonText.safeParse({ reason: input.reason });
      if (!text.success) return errorsIn(language).invalid(fieldErrors(text.error, LIMITS, language));
      const checkCode = readCode(input.code, CHECK_LETTERS);
      const known = checkCode && (await readByCode(services.pool, checkCode));
      if (!checkCode || !known) return errorsIn(language).notFound(words.certificateNotFound);
      const revoked = await revokeCertificate(services.pool, checkCode, { reason: text.data.reason, now: services.clock.now() });
      if (!revoked) return errorsIn(language).notFound(words.alreadyRevoked);
      await record(services.pool, viewer, [
        { action: 'certificate.revoke', subjectId: revoked.volunteerId, reason: text.data.reason, requestId },
      ]);
      return { typename: 'CertificateRevokeSuccess', certificate: revoked };
    },
  }),
}));

type Paper = Pick<CertificateRow, 'kind' | 'content' | 'issuedAt'>;

/** A new paper with its check code. Its id follows from the request. */
const paperOf = ({ id: volunteerId }: VolunteerRow, paper: Paper, { requestUuid }: Context) => ({
  ...{ id: requestUuid, volunteerId, checkCode: newCode(CHECK_LETTERS), ...paper },
});
