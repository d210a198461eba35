// Honours: proofs of service, praise, stars of the month, standings.
import { module } from '../../frame/manifest.ts';
import { desk, everyone, residents, right, staff } from '../../frame/roles.ts';
import { count, settings } from '../../frame/settings.ts';

declare module '../../frame/services.ts' {
  interface Settings {
    /** What the station wants to reach; shares, 0–1. */
    kpiTargets: { onTimeShare: number; endedShare: number };
  }
}

export const honours = module({
  name: 'honours',
  async graph() {
    await import('./records.ts');
    await import('./certificates.ts');
    await import('./praise.ts');
    await import('./stars.ts');
    await import('./standings.ts');
  },
  rights: {
    'certificate.issue': right('开具服务证明 / Have a paper made out about one’s service', {
      ...residents('own'),
      OFFICER: 'always',
      COMMANDER: 'always',
    }),
    'certificate.verify': right(
      '凭查验码核对证明 / See whether such a paper holds, by its check code',
      everyone({ scope: 'volunteers:read' }),
    ),
    'praise.give': right('感谢志愿队或其中一人 / Thank a team, or one of it', { ...residents('always'), ...staff('always') }),
    'star.vote': right('提名每月之星并投票 / Nominate the star of the month, and vote', residents('always')),
    'kpi.read': right('看网格和志愿队的考核数字 / See how grids and teams are doing, by numbers', {
      GRID_WORKER: 'always',
      OFFICER: 'always',
      ...desk,
      ADMIN: 'always',
    }),
  },
  can: {
    readKpis: ['kpi.read', '看网格和志愿队的考核 / See performance of grids and teams'],
    givePraise: ['praise.give', '表扬志愿者 / Praise volunteers'],
    voteForStars: ['star.vote', '提名和投票选每月之星 / Nominate and vote for the star of the month'],
  },
  audits: { 'certificate.revoke': '作废了证书 / Revoked a certificate' },
  settings: settings(
    { XIESHOU_TARGET_ON_TIME: count(1, 100, 90, 'a per cent'), XIESHOU_TARGET_CLOSED: count(1, 100, 95, 'a per cent') },
    ({ XIESHOU_TARGET_ON_TIME: onTime, XIESHOU_TARGET_CLOSED: closed }) => ({
      kpiTargets: { onTimeShare: onTime / 100, endedShare: closed / 100 },
    }),
  ),
  exports: { '/exports/service.csv': async () => (await import('./service-export.ts')).exportService },
  tables: ['service_certificate', 'praise', 'star_nomination', 'star_vote'],
  holds: {
    places: [
      'praise.author_id',
      'praise.volunteer_id',
      'service_certificate.volunteer_id',
      'star_nomination.nominator_id',
      'star_nomination.volunteer_id',
      'star_vote.resident_id',
    ],
    shows: {
      'volunteer.certificates': `(SELECT coalesce(json_agg(json_build_object('kind', p.kind, 'checkCode', p.check_code, 'issuedAt', p.issued_at, 'says', p.content,
        'revokedAt', p.revoked_at) ORDER BY p.issued_at), '[]') FROM service_certificate p WHERE p.volunteer_id = r.id)`,
      'volunteer.praise': `(SELECT coalesce(json_agg(json_build_object('text', p.text, 'at', p.created_at, 'shownAt', p.shown_at, 'hiddenAt', p.hidden_at)
        ORDER BY p.created_at), '[]') FROM praise p WHERE p.volunteer_id = r.id)`,
      'volunteer.nominations': `(SELECT coalesce(json_agg(json_build_object('month', n.month, 'reason', n.reason, 'wonAt', n.won_at) ORDER BY n.month), '[]')
        FROM star_nomination n WHERE n.volunteer_id = r.id)`,
      praiseGiven: `(SELECT coalesce(json_agg(json_build_object('team', t.name, 'text', p.text, 'at', p.created_at) ORDER BY p.created_at), '[]')
        FROM praise p JOIN team t ON t.id = p.team_id WHERE p.author_kind = 'RESIDENT' AND p.author_id = r.id)`,
      nominationsMade: `(SELECT coalesce(json_agg(json_build_object('month', n.month, 'reason', n.reason, 'at', n.created_at) ORDER BY n.month), '[]')
        FROM star_nomination n WHERE n.nominator_id = r.id)`,
      starVotes: `(SELECT coalesce(json_agg(json_build_object('month', s.month, 'castAt', s.cast_at) ORDER BY s.month), '[]')
        FROM star_vote s WHERE s.resident_id = r.id)`,
    },
    erases: {
      certificates: 'DELETE FROM service_certificate WHERE volunteer_id = $1',
      praise: 'DELETE FROM praise WHERE volunteer_id = $1',
      praiseGiven: `UPDATE praise SET author_id = NULL WHERE author_kind = 'RESIDENT' AND author_id = $1`,
      nominations: 'DELETE FROM star_nomination WHERE volunteer_id = $1', // votes for them with it
    },
  },
  jobs: async () => (await import('./jobs.ts')).jobs,
});
