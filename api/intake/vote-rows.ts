// Rows that are votes, or that count as one each.
import type { FileKind } from './columns.ts';
import { badTime, type Cell, firstMistake, hasControl, type RowReader } from './rows.ts';
import { parseTime } from './times.ts';

/** A row that says: at this time, this account voted for this issue (or took the vote back). */
export interface VoteRow {
  line: number;
  /** Unique in its file and the same in every run. */
  rowId: string;
  at: Date;
  accountId: string;
  /** Grid the account belongs to, by name; null when the file does not say. */
  accountDistrict: string | null;
  issueKey: string;
  issueTitle: string;
  category: string;
  /** Null: the station's own issue. */
  issueDistrict: string | null;
  isWithdrawal: boolean;
}

/** What reads the rows of a kind of file. */
export const voteRowReader = (kind: FileKind): RowReader<VoteRow> => (kind === 'requests' ? requestRow : voteRow);

/** A 311 request: one vote of its own account for its kind of problem in its district. */
function requestRow(cell: Cell, line: number, timeZone: string): VoteRow | string {
  const requestId = cell('requestId');
  const category = cell('category');
  const at = parseTime(cell('at'), timeZone);
  const mistake = firstMistake(
    [requestId === '', 'has no request id'],
    [category === '', 'has no category'],
    [at === null, badTime(cell('at'))],
    [category.length > 120, 'has a category of more than 120 characters'],
    [hasControl(requestId + category + cell('district')), 'holds control characters'],
  );
  if (mistake || !at) return mistake ?? badTime(cell('at'));
  const district = cell('district') || null;
  return {
    line,
    rowId: requestId,
    at,
    accountId: requestId,
    accountDistrict: district,
    issueKey: `${category}|${district ?? ''}`,
    issueTitle: district ? `${category} · ${district}` : category,
    category,
    issueDistrict: district,
    isWithdrawal: false,
  };
}

function voteRow(cell: Cell, line: number, timeZone: string): VoteRow | string {
  const [account, issue, value] = [cell('account'), cell('issue'), cell('value') || '1'];
  const at = parseTime(cell('at'), timeZone);
  const mistake = firstMistake(
    [account === '', 'has no account'],
    [issue === '', 'has no issue'],
    [at === null, badTime(cell('at'))],
    [value !== '1' && value !== '-1', `has the value ${JSON.stringify(value)} instead of 1 or -1`],
    [hasControl(account + issue + cell('issueTitle')), 'holds control characters'],
  );
  if (mistake || !at) return mistake ?? badTime(cell('at'));
  return {
    line,
    rowId: [account, issue, at.toISOString(), value].join('|'),
    at,
    accountId: account,
    accountDistrict: cell('accountDistrict') || null,
    issueKey: issue,
    issueTitle: cell('issueTitle') || `议题 ${issue}`,
    category: cell('category'),
    issueDistrict: cell('issueDistrict') || cell('district') || null,
    isWithdrawal: value === '-1',
  };
}
