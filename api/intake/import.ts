// A city's own past, from one file into the database.
import { stat } from 'node:fs/promises';
import { readStation } from '@xieshou/schema/commons/grids/store.ts';
import { SingleBar } from 'cli-progress';
import type { Config } from '../config.ts';
import { type Database, joinDatabase } from '../database/connect.ts';
import { prepareStation } from '../database/station.ts';
import { StartError } from '../start-error.ts';
import { importBuildings, readBuildingFeatures, readBuildingRows } from './buildings.ts';
import type { ChunkedIntake, KeyedRow } from './chunks.ts';
import { readMap } from './columns.ts';
import { importGrids } from './grids.ts';
import { Rejects, rejectsPath } from './rejects.ts';
import { type BadRow, openRows, type RowFile, type RowReader } from './rows.ts';
import { ticketRow } from './ticket-rows.ts';
import { TicketIntake } from './tickets.ts';
import { voteRowReader } from './vote-rows.ts';
import { type Station, VoteIntake } from './votes.ts';

const KINDS = ['votes', 'tickets', 'grids', 'places'] as const;
type Kind = (typeof KINDS)[number];

interface Options {
  /** What the rows become; without it the file tells. */
  as?: Kind | undefined;
  /** Which column holds a field, as `field=column`. */
  map?: string[] | undefined;
  /** Where new grids lie. */
  community?: string | undefined;
  /** Where refused rows are written down. */
  folder: string;
  /** Whether a bar shows how far it is. */
  progress?: boolean;
}

export interface Summary {
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

export function isKind(word: string): word is Kind {
  return KINDS.some((kind) => kind === word);
}

/** Imports a file. @throws StartError in one sentence: unreadable, not what it should be, no database */
export async function importFile(
  file: string,
  config: Config,
  { as, map, community, folder, progress = false }: Options,
): Promise<Summary> {
  const columns = readMap(map ?? []);
  const { size } = await stat(file).catch((error) => {
    throw new StartError(`${file} cannot be read (${error.code}): check the path.`);
  });
  if (as === 'places') return takePlaces(file, config, columns, { folder });
  const isGrids = as === 'grids' || (as === undefined && /\.(geo)?json$/i.test(file));
  // A wrong file is told before a database is started for it.
  const rows = isGrids ? null : await openRows(file, { map: columns, timeZone: config.timeZone });
  if (as === 'tickets' && rows?.kind === 'votes') throw new StartError(`${file} holds votes, which are no tickets: use --as votes.`);
  return inDatabase(config, async (database, station) => {
    const taking = { file, size, folder, progress };
    if (!rows) return takeGrids(file, database, station, columns as { name?: string }, { folder, community });
    if (as === 'tickets') return takeRows('tickets', rows, ticketRow, new TicketIntake(database, station, config.sla), taking);
    return takeRows(`votes (${rows.kind})`, rows, voteRowReader(rows.kind), new VoteIntake(database, station, rows.kind), taking);
  });
}

async function inDatabase<Done>(config: Config, take: (database: Database, station: Station) => Promise<Done>): Promise<Done> {
  const database = await joinDatabase({ ...config, databaseConnections: 3 });
  try {
    await prepareStation(database, config);
    return await take(database, await readStation(database.prisma));
  } finally {
    await database.close();
  }
}

async function takeRows<Row extends KeyedRow>(
  as: string,
  rows: RowFile,
  reader: RowReader<Row>,
  intake: ChunkedIntake<Row>,
  { file, size, folder, progress }: { file: string; size: number; folder: string; progress: boolean },
): Promise<Summary> {
  const rejects = new Rejects(rejectsPath(file, folder));
  const bar = new SingleBar({
    format: '{bar} {percentage}% · {rows} rows · {eta_formatted} left',
    noTTYOutput: false,
    stream: process.stderr,
  });
  if (progress) bar.start(size, 0, { rows: 0 });
  let count = 0;
  for await (const item of rows.rows(reader)) {
    count += 1;
    if ('bad' in item) rejects.add(item.bad);
    else await intake.add(item.row);
    if (progress && count % 500 === 0) bar.update(rows.bytesRead(), { rows: count });
  }
  await intake.flush();
  await rejects.close();
  if (progress) {
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
  station: Station,
  map: { name?: string },
  { folder, community }: Pick<Options, 'folder' | 'community'>,
): Promise<Summary> {
  const { imported, unchanged, bad, warnings } = await importGrids(file, database, station, { nameProperty: map.name, community });
  return withRejects(file, 'grids', bad, folder, { imported, unchanged, warnings });
}

/** Buildings and entrances, from GeoJSON or CSV. A wrong file is told before a database is started for it. */
async function takePlaces(
  file: string,
  config: Config,
  map: ReturnType<typeof readMap>,
  { folder }: Pick<Options, 'folder'>,
): Promise<Summary> {
  const read = /\.(geo)?json$/i.test(file)
    ? await readBuildingFeatures(file, (map as { name?: string }).name)
    : await readBuildingRows(await openRows(file, { map, timeZone: config.timeZone, kind: 'places' }));
  return inDatabase(config, async (database, station) => {
    const { imported, unchanged, bad, warnings } = await importBuildings(read, database, station);
    return withRejects(file, 'places', bad, folder, { imported, unchanged, warnings });
  });
}

async function withRejects(
  file: string,
  as: string,
  bad: readonly BadRow[],
  folder: string,
  { imported, unchanged, warnings }: Pick<Summary, 'imported' | 'unchanged' | 'warnings'>,
): Promise<Summary> {
  const rejects = new Rejects(rejectsPath(file, folder));
  for (const one of bad) rejects.add(one);
  await rejects.close();
  return summarise(file, as, { rows: imported + unchanged + bad.length, imported, unchanged, rejects, warnings });
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
