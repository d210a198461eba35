// A CSV file as a stream of checked rows; broken ones come with line and reason.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Info, parse } from 'csv-parse';
import { StartError } from '../start-error.ts';
import { type Field, type FileKind, findColumns, kindOf } from './columns.ts';

export interface BadRow {
  line: number;
  reason: string;
  text: string;
}

/** The text of a field; blank when there is no such column. */
export type Cell = (field: Field) => string;

/** Makes a row of its cells, or says what is wrong with them. */
export type RowReader<Row> = (cell: Cell, line: number, timeZone: string) => Row | string;

/** A row, or why it is none. */
type ReadRow<Row> = { row: Row } | { bad: BadRow };

export interface RowFile {
  kind: FileKind;
  rows<Row>(reader: RowReader<Row>): AsyncGenerator<ReadRow<Row>>;
  bytesRead(): number;
}

export interface RowOptions {
  map: Partial<Record<Field, string>>;
  timeZone: string;
  /** What the file has to hold; left out: what its columns tell. */
  kind?: FileKind;
}

/** Opens a CSV file of 311 requests, votes or places. @throws StartError when it is none */
export async function openRows(file: string, { map, timeZone, kind: wanted }: RowOptions): Promise<RowFile> {
  const header = await readHeader(file);
  const columns = findColumns(header, map);
  const kind = kindOf(columns, header, wanted);
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

  async function* rows<Row>(reader: RowReader<Row>): AsyncGenerator<ReadRow<Row>> {
    for await (const { record, info, raw } of parser as AsyncIterable<{ record: string[]; info: Info; raw: string }>) {
      const cell = (field: Field) => (columns[field] === undefined ? '' : (record[columns[field]] ?? '').trim());
      const result =
        record.length === header.length ? reader(cell, info.lines, timeZone) : `has ${record.length} cells instead of ${header.length}`;
      if (typeof result === 'string') yield { bad: { line: info.lines, reason: result, text: raw.trim() } };
      else yield { row: result };
    }
  }
  return { kind, rows, bytesRead: () => input.bytesRead };
}

/** Both or neither; a place on Earth. What is none, as a reason. */
export function pointOf(longitude: string, latitude: string): { longitude: number; latitude: number } | null | string {
  if (longitude === '' && latitude === '') return null;
  const point = { longitude: Number(longitude), latitude: Number(latitude) };
  const isPlace = longitude !== '' && latitude !== '' && Math.abs(point.longitude) <= 180 && Math.abs(point.latitude) <= 90;
  return isPlace ? point : `has the position ${JSON.stringify(`${latitude}, ${longitude}`)}, which is none`;
}

/** The reason of the first check that finds something wrong. */
export function firstMistake(...checks: [isWrong: boolean, reason: string][]): string | undefined {
  return checks.find(([isWrong]) => isWrong)?.[1];
}

export const badTime = (text: string) => (text === '' ? 'has no date' : `has the date ${JSON.stringify(text)}, which is none`);

// biome-ignore lint/suspicious/noControlCharactersInRegex: naming them is the point
export const hasControl = (text: string) => /[\u0000-\u001f\u007f]/.test(text);

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
