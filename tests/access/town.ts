// The people of the access matrix. What modules add to their town stands in tests/<module>/seen.ts.

import { hashToken } from '../../schema/commons/people/tokens.ts';
import { SCOPES } from '../../schema/modules.ts';
import { type Gateway, openSmsGateway } from '../support/gateway.ts';
import { applyRealName, demoIdNumber, demoPhone, gridIds, newcomer, newStaff, verifyRealName } from '../support/people.ts';
import { type Answer, ask, deed, signIn, startTestServer, type TestServer } from '../support/server.ts';
import { COLUMNS, type Column, makeParts } from './parts.ts';

export interface Town {
  server: TestServer;
  /** What the documents ask about, by its name. */
  ids: Record<string, string>;
  /** A token of a session of its own, so that signing out ends nothing else. @param selfIs who column R is */
  token(column: Column, selfIs?: 'applicant'): Promise<string | undefined>;
  /** @param isApart in a session of its own, for what may end it */
  ask(column: Column, query: string, selfIs?: 'applicant', isApart?: boolean): Promise<Answer>;
  close(): Promise<void>;
}

const OFFICER_ELSEWHERE = 6;

export async function openMatrixTown(): Promise<Town> {
  const gateway: Gateway = await openSmsGateway();
  const server = await startTestServer({
    proxies: 1,
    notifier: { smsUrl: gateway.url, smsToken: undefined, mailUrl: undefined, mailFrom: 'x@y.z' },
  });
  const grids = await gridIds(server);
  const grid = grids.get('1') as string;
  const worker = await signIn(server, 'GRID_WORKER', 0);
  const officer = await signIn(server, 'OFFICER', 0);
  const admin = await signIn(server, 'ADMIN');
  const newPerson = (n: number) => newcomer(server, gateway, demoPhone(93_000_000 + n));
  const register = async (token: string, order: number) => {
    const { data } = await applyRealName(server, token, {
      name: `矩阵${'甲乙丙丁'[order]}`,
      idNumber: demoIdNumber({ order: 900 + order }),
      gridId: grid,
    });
    return data.realNameApply.application as { id: string; version: number };
  };
  const verify = async (token: string, order: number) => {
    const { id, version } = await register(token, order);
    await verifyRealName(server, worker, id, version);
  };
  const [self, guardian, neighbour, applicant] = [await newPerson(1), await newPerson(2), await newPerson(3), await newPerson(4)];
  await verify(self, 0);
  await verify(guardian, 1);
  await verify(neighbour, 2);
  const { id: application } = await register(applicant, 3);
  // The guardian of both: verified people of the matrix are grown up, and a guardian is what is looked at here.
  await server.database.pool.query(
    `WITH guardian AS (SELECT id FROM resident WHERE phone = $1),
     wards AS (UPDATE resident SET guardian_id = (SELECT id FROM guardian) WHERE phone = ANY($2))
     UPDATE real_name_application a SET guardian_id = (SELECT id FROM guardian) FROM resident r WHERE r.id = a.resident_id AND r.phone = ANY($2) AND a.decision = 'PENDING'`,
    [`+86${demoPhone(93_000_002)}`, [`+86${demoPhone(93_000_001)}`, `+86${demoPhone(93_000_004)}`]],
  );
  for (const token of [self, applicant]) await deed(server, token, 'consentGive', { purpose: 'PARTNERS' });
  const resident = (await ask(server, '{ myResident { id } }', {}, { token: self })).data.myResident.id as string;
  await deed(server, officer, 'idNumberReveal', { residentId: resident, reason: '矩阵' });

  const issueKey = async (input: object): Promise<{ key: string; partnerKey: { id: string } }> =>
    deed(server, admin, 'partnerKeyCreate', { partnerName: '矩阵单位', name: '矩阵', ...input }, 'key partnerKey { id }');
  const scopes = Object.keys(SCOPES).map((scope) => scope.toUpperCase().replace(/[:-]/g, '_'));
  const wide = await issueKey({ scopes, wholeStation: true });
  const elsewhere = await issueKey({ scopes, gridIds: [grids.get('20')] });
  const narrow = await issueKey({ scopes: ['HOTLIST_READ'], wholeStation: true });
  const member = await newStaff(server, 'OFFICER', 'matrix.officer');
  const assigned = await deed(server, admin, 'dutyAssign', { staffId: member.id, gridId: grid }, 'staff { duties { id } }');
  const ids = { grid, resident, application, staff: member.id, key: wide.partnerKey.id, duty: assigned.staff.duties[0].id };
  await makeParts({ server, self, neighbour, worker, officer }, ids);
  const tokens: Record<Column, string | undefined> = {
    A: undefined,
    R: self,
    G: guardian,
    N: neighbour,
    V: await signIn(server, 'VOLUNTEER', 1),
    W: worker,
    X: await signIn(server, 'GRID_WORKER', 10),
    O: officer,
    P: await signIn(server, 'OFFICER', OFFICER_ELSEWHERE),
    Y: await signIn(server, 'PROPERTY'),
    L: await signIn(server, 'LEGAL_ADVISER'),
    D: await signIn(server, 'DISPATCHER'),
    C: await signIn(server, 'COMMANDER'),
    M: admin,
    K: wide.key,
    k: elsewhere.key,
    s: narrow.key,
  };
  const { rows } = await server.database.pool.query<{ token: string; userId: string }>('SELECT token, user_id AS "userId" FROM session');
  const userIds = new Map(rows.map((row) => [row.token, row.userId]));
  const token: Town['token'] = async (column, selfIs) => {
    const first = column === 'R' && selfIs ? applicant : tokens[column];
    const userId = first && userIds.get(hashToken(first));
    if (!userId) return first; // a stranger, or a key
    return (await server.house.services.identity.openSession(userId, { address: '', userAgent: '', origin: null, name: null })).token;
  };
  return {
    server,
    ids,
    token,
    async ask(column, query, selfIs, isApart = false) {
      const shared = column === 'R' && selfIs ? applicant : tokens[column];
      const headers = { 'x-forwarded-for': `10.9.9.${Object.keys(COLUMNS).indexOf(column)}` };
      return ask(server, query, ids, { token: isApart ? await token(column, selfIs) : shared, headers });
    },
    async close() {
      await server.stop();
      await gateway.close();
    },
  };
}
