// npm run import -- FILE: a city's own past, straight into the database, whether a server runs or not.
import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readStation } from '@xieshou/schema/grids/store.ts';
import { SingleBar } from 'cli-progress';
import { readConfig } from '../config.ts';
import { type Database, joinDatabase } from '../database/connect.ts';
import { prepareStation } from '../database/station.ts';
import { endInOneSentence, parsedOr } from '../ending.ts';
import type { ChunkedIntake, KeyedRow } from '../intake/chunks.ts';
import { readMap } from '../intake/columns.ts';
import { importGrids } from '../intake/grids.ts';
import { Rejects, rejectsPath } from '../intake/rejects.ts';
import { openRows, type RowFile, type RowReader } from '../intake/rows.ts';
import { ticketRow } from '../intake/ticket-rows.ts';
import { TicketIntake } from '../intake/tickets.ts';
import { voteRowReader } from '../intake/vote-rows.ts';
import { VoteIntake } from '../intake/votes.ts';
import { StartError } from '../start-error.ts';

const USAGE = 'Usage: npm run import -- FILE [--as votes|tickets|grids] [--map field=column] [--community NAME] [--data DIR] [--json]';

interface Summary {
  file: string;
  as: string;
  rows: number;
  imported: number;
  unchanged: number;
  rejected: number;
  rejects: string | null;
  warnings: string[];
  firstReject: string | null;
}

await endInOneSentence(async () => {
  const summary = await run(process.argv.slice(2));
  if (summary.imported + summary.unchanged === 0) process.exitCode = 1;
});

async function run(args: string[]): Promise<Summary> {
  const { file, flags } = readArgs(args);
  const config = readConfig(flags.data ? ['--data', flags.data] : [], process.env);
  const map = readMap(flags.map ?? []);
  const { size } = await stat(file).catch((error) => {
    throw new StartError(`${file} cannot be read (${error.code}): check the path.`);
  });
  const isGrids = flags.as === 'grids' || (flags.as === undefined && /\.(geo)?json$/i.test(file));
  // A wrong file is told before a database is started for it.
  const rows = isGrids ? null : await openRows(file, { map, timeZone: config.timeZone });
  if (flags.as === 'tickets' && rows?.kind === 'votes') throw new StartError(`${file} holds votes, which are no tickets: use --as votes.`);
  const database = await joinDatabase({ ...config, databaseConnections: 3 });
  try {
    await prepareStation(database, config);
    const station = await readStation(database.prisma);
    const taking = { file, size, isJson: flags.json };
    const summary = !rows
      ? await takeGrids(file, database, station, map as { name?: string }, flags.community)
      : flags.as === 'tickets'
        ? await takeRows('tickets', rows, ticketRow, new TicketIntake(database, station, config.sla), taking)
        : await takeRows(`votes (${rows.kind})`, rows, voteRowReader(rows.kind), new VoteIntake(database, station, rows.kind), taking);
    report(summary, flags.json);
    return summary;
  } finally {
    await database.close();
  }
}

function readArgs(args: string[]) {
  const parsed = parsedOr(USAGE, () => parse(args));
  const [file, ...more] = parsed.positionals;
  if (!file || more.length > 0) throw new StartError(USAGE);
  const { as } = parsed.values;
  if (as !== undefined && as !== 'votes' && as !== 'tickets' && as !== 'grids') throw new StartError(`--as ${as} is not known. ${USAGE}`);
  return { file, flags: { ...parsed.values, as, json: parsed.values.json ?? false } };
}

function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      as: { type: 'string' },
      map: { type: 'string', multiple: true },
      community: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
}

async function takeRows<Row extends KeyedRow>(
  as: string,
  rows: RowFile,
  reader: RowReader<Row>,
  intake: ChunkedIntake<Row>,
  { file, size, isJson }: { file: string; size: number; isJson: boolean },
): Promise<Summary> {
  const rejects = new Rejects(rejectsPath(file));
  const bar = new SingleBar({
    format: '{bar} {percentage}% · {rows} rows · {eta_formatted} left',
    noTTYOutput: false,
    stream: process.stderr,
  });
  if (!isJson) bar.start(size, 0, { rows: 0 });
  let count = 0;
  for await (const item of rows.rows(reader)) {
    count += 1;
    if ('bad' in item) rejects.add(item.bad);
    else await intake.add(item.row);
    if (!isJson && count % 500 === 0) bar.update(rows.bytesRead(), { rows: count });
  }
  await intake.flush();
  await rejects.close();
  if (!isJson) {
    bar.update(size, { rows: count });
    bar.stop();
  }
  return summarise(file, as, {
    rows: count,
    imported: intake.imported,
    unchanged: intake.unchanged,
    rejects,
    warnings: [],
  });
}

async function takeGrids(
  file: string,
  database: Database,
  station: { id: string; halfLifeHours: number },
  map: { name?: string },
  community: string | undefined,
): Promise<Summary> {
  const { imported, unchanged, bad, warnings } = await importGrids(file, database, station, { nameProperty: map.name, community });
  const rejects = new Rejects(rejectsPath(file));
  for (const one of bad) rejects.add(one);
  await rejects.close();
  return summarise(file, 'grids', { rows: imported + unchanged + bad.length, imported, unchanged, rejects, warnings });
}

function summarise(
  file: string,
  as: string,
  { rejects, ...counts }: { rows: number; imported: number; unchanged: number; rejects: Rejects; warnings: string[] },
): Summary {
  const { first } = rejects;
  return {
    file,
    as,
    ...counts,
    rejected: rejects.count,
    rejects: rejects.count > 0 ? rejects.path : null,
    firstReject: first && `Line ${first.line} (${first.text.slice(0, 80)}) ${first.reason}.`,
  };
}

function report(summary: Summary, isJson: boolean): void {
  if (isJson) {
    console.log(JSON.stringify(summary));
    return;
  }
  for (const warning of summary.warnings) console.log(`Warning: ${warning}`);
  console.log(
    `${summary.file} as ${summary.as}: ${summary.rows} read, ${summary.imported} imported, ${summary.unchanged} unchanged, ${summary.rejected} rejected.`,
  );
  if (summary.firstReject) console.log(`${summary.firstReject} All rejected rows: ${summary.rejects}`);
}
