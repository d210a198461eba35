// Why a key is not issued, or stays as it is.
import { conflict } from '../../frame/refusals.ts';
import { say } from '../../frame/speech.ts';

export const keyGone = say('没有找到这把密钥。', 'Key not found.');
export const scopesNeeded = say('至少选择一项权限。', 'Choose at least one scope.');
export const boundaryNeeded = say(
  '请选择范围：全所，或若干社区、网格。',
  'Choose the boundary: the whole station, or some communities or grids.',
);
export const boundaryUnknown = say('所选社区或网格不存在。', 'A selected community or grid does not exist. Choose again.');
export const addressWrong = say(
  '地址须为 IP 或网段，如 203.0.113.7 或 203.0.113.0/24。',
  'Enter an IP address or a range, such as 203.0.113.7 or 203.0.113.0/24.',
);
export const expiryPast = say('到期时间须在将来。', 'The expiry must be in the future.');

export const keyEnded = conflict(say('这把密钥已吊销或已换发。', 'This key has already been revoked or replaced.'));
