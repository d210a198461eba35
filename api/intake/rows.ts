// A CSV file as a stream of checked rows; broken ones come with line and reason.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Info, parse } from 'csv-parse';
import { StartError } from '../config.ts';
import { type Field, type FileKind, findColumns, kindOf } from './columns.ts';
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

export interface BadRow {
  line: number;
  reason: string;
  text: string;
}

export interface RowFile {
  kind: FileKind;
  rows: AsyncGenerator<{ row: VoteRow } | { bad: BadRow }>;
  bytesRead(): number;
}

export interface RowOptions {
  map: Partial<Record<Field, string>>;
  timeZone: string;
}

/** Opens a CSV file of 311 requests or votes. @throws StartError when it is neither */
export async function openRows(file: string, { map, timeZone }: RowOptions): Promise<RowFile> {
  const header = await readHeader(file);
  const columns = findColumns(header, map);
  const kind = kindOf(columns, header);
  const input = createReadStream(file);
  const parser = input.pipe(
    parse({
      bom: true,
      from_line: 2,
      info: true,
      raw: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    }),
  );
  input.once('error', (error) => parser.destroy(error));
  const readRow = kind === 'requests' ? requestRow : voteRow;

  async function* rows() {
    for await (const { record, info, raw } of parser as AsyncIterable<{ record: string[]; info: Info; raw: string }>) {
      const cell = (field: Field) => (columns[field] === undefined ? '' : (record[columns[field]] ?? '').trim());
      const result =
        record.length === header.length ? readRow(cell, info.lines, timeZone) : `has ${record.length} cells instead of ${header.length}`;
      if (typeof result === 'string') yield { bad: { line: info.lines, reason: result, text: raw.trim() } };
      else yield { row: result };
    }
  }
  return { kind, rows: rows(), bytesRead: () => input.bytesRead };
}

type Cell = (field: Field) => string;

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

function firstMistake(...checks: [isWrong: boolean, reason: string][]): string | undefined {
  return checks.find(([isWrong]) => isWrong)?.[1];
}

const badTime = (text: string) => (text === '' ? 'has no date' : `has the date ${JSON.stringify(text)}, which is none`);

// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the point
const hasControl = (text: string) => /[\u0000-\u001f\u007f]/.test(text);

const HEADER_BYTES = 64 * 1024;

async function readHeader(file: string): Promise<string[]> {
  const handle = await open(file).catch((error) => {
    throw new StartError(`${file} cannot be read (${error.code}): check the path and its rights.`);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    const start = buffer.subarray(0, bytesRead);
    if (bytesRead === 0) throw new StartError(`${file} is empty.`);
    if (start.includes(0)) throw new StartError(`${file} is not a text file: give a CSV or a GeoJSON file.`);
    const [header] = await new Promise<string[][]>((resolve, reject) =>
      parse(start.toString().split(/\r?\n/, 1)[0] ?? '', { bom: true, trim: true, relax_quotes: true }, (error, records) =>
        error ? reject(error) : resolve(records),
      ),
    );
    if (!header) throw new StartError(`${file}: line 1 is no header.`);
    return header;
  } finally {
    await handle.close();
  }
}
