// Partner programs and their keys.
import { module } from '../../frame/manifest.ts';
import { right } from '../../frame/roles.ts';

export const partners = module({
  name: 'partners',
  async graph() {
    await import('./graph.ts');
    await import('./keys.ts');
  },
  scopes: { 'stats:read': '读取统计 / Read statistics' },
  rights: {
    'keys.manage': right('签发、换发、吊销合作密钥 / Issue, rotate and revoke partner keys', { ADMIN: 'always' }),
  },
  can: { manageKeys: ['keys.manage', '管理合作密钥 / Manage partner keys'] },
  audits: {
    'key.create': '签发了密钥 / Issued a key',
    'key.rotate': '换发了密钥 / Rotated a key',
    'key.revoke': '吊销了密钥 / Revoked a key',
    'key.call': '合作应用调用了接口 / A partner program called the API',
  },
  tables: ['partner', 'partner_key'],
  holds: {
    places: ['partner_key.created_by_id'], // of staff
  },
});
