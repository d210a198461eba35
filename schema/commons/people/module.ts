// Residents: sign-in, real names, guardians, and what they may ask about their own data.
import { module } from '../../frame/manifest.ts';
import { gridStaff, residents, right, staff } from '../../frame/roles.ts';
import { QUEUE_TOPIC } from './topics.ts';

declare module '../../frame/announcements.ts' {
  interface Announcements {
    /** A real name was confirmed. Their row is locked. */
    'resident.verified': { residentId: string };
    /** Somebody erases their account: what they have promised for the time to come is given up. */
    'resident.leaves': { residentId: string };
    /** Nothing of theirs is left. */
    'resident.erased': { residentId: string };
  }
}

export const people = module({
  name: 'people',
  async graph() {
    await import('./graph.ts');
    await import('./sign-in.ts');
    await import('./passkeys.ts');
    await import('./residents.ts');
    await import('./real-name.ts');
    await import('./real-name-decision.ts');
    await import('./guardianship.ts');
    await import('./privacy.ts');
    await import('./agreeing.ts');
  },
  scopes: {
    'people:read': '读取居民资料（姓名电话打码） / Read residents, names and phones masked',
    'pii:read': '读取完整姓名与电话，须居民本人同意 / Read unmasked names and phones of residents who consented',
  },
  rights: {
    'resident.read': right('看到居民，姓名电话打码 / See that a resident is there: name and phone masked', {
      ...residents('own'),
      ...gridStaff,
      DISPATCHER: 'always',
      COMMANDER: 'always',
      ADMIN: 'always',
      PARTNER: { scope: 'people:read' },
    }),
    'resident.readFull': right('看到完整姓名、电话、住址、出生日期 / See name, phone, address and birth date in full', {
      ...residents('own'),
      ...gridStaff,
      COMMANDER: 'always',
      PARTNER: { scope: 'pii:read', needsConsent: true },
    }),
    'resident.revealNumber': right('写明理由后看完整身份证号 / See an identity number in full, with a reason that is kept', {
      OFFICER: 'duty',
      COMMANDER: 'always',
    }),
    'realName.apply': right('申报实名；监护人替被监护人申报 / State one’s real name; a guardian does it for a ward', residents('own')),
    'guardianship.decide': right('答复指名自己作监护人的未成年人 / Say yes or no to a minor who names one as guardian', residents('ward')),
    'realName.read': right('看到实名申请的内容 / See what an application says', { ...residents('own'), ...gridStaff, COMMANDER: 'always' }),
    'realName.queue': right('列出所值守网格的实名申请 / List the applications of the grids one serves', {
      ...gridStaff,
      COMMANDER: 'always',
    }),
    'realName.decide': right('审核实名申请 / Decide on real-name applications', gridStaff),
    'account.manage': right('自己的同意、导出、注销、谁看过 / Own consents, export, erasure, and who looked', residents('own')),
    'devices.manage': right('查看并退出自己的设备 / See and sign out own devices', { ...residents('always'), ...staff('always') }),
    'password.manage': right('自己的密码、通行密钥 / Own password, passkeys', staff('always')),
    'secondFactor.add': right(
      '添加验证器或通行密钥，已有时须先验证 / Add an authenticator or a passkey: not with a stolen password alone, where there is one already',
      staff('confirmed'),
    ),
  },
  can: {
    decideRealNames: ['realName.decide', '审核实名登记 / Review real-name registrations'],
    listRealNames: ['realName.queue', '查看待审核的实名登记 / List pending real-name registrations'],
  },
  audits: {
    'resident.readFull': '查看了完整资料 / Viewed name, phone or address in full',
    'idNumber.reveal': '查看了完整身份证号 / Revealed the identity number',
    'realName.apply': '提交了实名登记 / Submitted a real-name registration',
    'guardianship.agree': '同意作为监护人 / Agreed to be the guardian',
    'guardianship.decline': '拒绝作为监护人 / Declined to be the guardian',
    'realName.verify': '通过了实名登记 / Approved a real-name registration',
    'realName.refuse': '退回了实名登记 / Returned a real-name registration',
    'account.export': '导出了本人资料 / Exported their own data',
    'account.erase': '注销了账号 / Deleted the account',
    'consent.give': '同意了一项用途 / Consented to a use of data',
    'consent.withdraw': '撤回了一项同意 / Withdrew consent to a use of data',
  },
  waits: {
    REAL_NAME_TO_VERIFY: {
      means: '审核实名 / Verify a real name',
      may: 'realName.decide',
      topics: [QUEUE_TOPIC],
      reads: async () => (await import('./waits.ts')).toVerify,
    },
  },
  tables: [
    'resident',
    'consent',
    'real_name_application',
    'auth_user',
    'auth_credential',
    'auth_verification',
    'two_factor',
    'passkey',
    'session',
  ],
  publishes: ['auth_user', 'consent', 'passkey', 'resident'],
  holds: {
    places: [
      'auth_credential.user_id', // a password’s hash
      'consent.resident_id',
      'passkey.user_id', // of staff
      'real_name_application.guardian_id',
      'real_name_application.resident_id',
      'resident.guardian_id',
      'resident.user_id', // how they sign in
      'session.user_id',
      'two_factor.user_id', // of staff
    ],
    shows: {
      profile: `json_build_object('name', r.name, 'phone', r.phone, 'birthDate', r.birth_date, 'realNameStatus', r.real_name_status,
        'isVolunteer', r.is_volunteer, 'household', (SELECT o.address FROM household o WHERE o.id = r.household_id),
        'homeGrid', (SELECT g.name FROM grid g WHERE g.id = r.home_grid_id),
        'guardian', (SELECT o.name FROM resident o WHERE o.id = r.guardian_id), 'since', r.created_at)`,
      idNumber: {
        sql: 'r.id_number_cipher',
        open: ({ idNumbers }, sealed, residentId) => idNumbers.open(sealed, residentId),
      },
      realNameApplications: `(SELECT coalesce(json_agg(json_build_object('name', a.name, 'address', a.address, 'decision', a.decision, 'reason', a.reason,
        'handedInAt', a.created_at, 'decidedAt', a.decided_at) ORDER BY a.created_at), '[]') FROM real_name_application a WHERE a.resident_id = r.id)`,
      consents: `(SELECT coalesce(json_agg(json_build_object('purpose', c.purpose, 'textVersion', c.text_version, 'givenAt', c.given_at,
        'withdrawnAt', c.withdrawn_at) ORDER BY c.given_at), '[]') FROM consent c WHERE c.resident_id = r.id)`,
      devices: `(SELECT coalesce(json_agg(json_build_object('userAgent', s.user_agent, 'address', s.ip_address, 'signedInAt', s.created_at,
        'lastSeenAt', s.last_seen_at) ORDER BY s.created_at), '[]') FROM session s WHERE s.user_id = r.user_id)`,
      wards: `(SELECT coalesce(json_agg(json_build_object('name', w.name, 'birthDate', w.birth_date)), '[]') FROM resident w WHERE w.guardian_id = r.id)`,
    },
    erases: {
      applications: 'DELETE FROM real_name_application WHERE resident_id = $1',
      wards: 'UPDATE resident SET guardian_id = NULL WHERE guardian_id = $1',
      consents: 'DELETE FROM consent WHERE resident_id = $1',
      codes: `DELETE FROM auth_verification WHERE identifier = (SELECT 'phone-number-otp-' || phone FROM resident WHERE id = $1)`,
    },
  },
  expires: {
    sessions: 'DELETE FROM session WHERE expires_at < now()',
    codes: 'DELETE FROM auth_verification WHERE expires_at < now()',
    applications: `DELETE FROM real_name_application WHERE decision IN ('REFUSED', 'WITHDRAWN') AND created_at < now() - make_interval(days => $1)`,
  },
});
