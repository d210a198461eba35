// npm run replay -- FILE: the rows of a file as live votes of demo residents, through the public API.
import { parseArgs } from 'node:util';
import { SingleBar } from 'cli-progress';
import { readConfig } from '../config.ts';
import { endInOneSentence, parsedOr } from '../ending.ts';
import { readMap } from '../intake/columns.ts';
import { Replay, type ReplayCounts } from '../intake/replay.ts';
import { openRows } from '../intake/rows.ts';
import { type VoteRow, voteRowReader } from '../intake/vote-rows.ts';
import { StartError } from '../start-error.ts';

const USAGE = 'Usage: npm run replay -- FILE [--speed max|FACTOR] [--url http://127.0.0.1:4000/] [--limit N] [--map field=column] [--json]';
/** Requests under way at once with --speed max. */
const AT_ONCE = 64;

await endInOneSentence(async () => {
  const { file, speed, url, limit, map, isJson } = readArgs(process.argv.slice(2));
  const config = readConfig([], process.env);
  const rows = await openRows(file, { map, timeZone: config.timeZone });
  const replay = await Replay.open(url);
  const started = performance.now();
  const counts = await send(rows.rows(voteRowReader(rows.kind)), replay, { speed, limit, isJson });
  const seconds = (performance.now() - started) / 1000;
  report({ file, url, ...counts, seconds: Number(seconds.toFixed(2)), votesPerSecond: Math.round(counts.accepted / seconds) }, isJson);
  if (counts.accepted === 0) process.exitCode = 1;
});

function readArgs(args: string[]) {
  const parsed = parsedOr(USAGE, () => parse(args));
  const [file, ...more] = parsed.positionals;
  const { speed = 'max', url = 'http://127.0.0.1:4000/', limit, map, json } = parsed.values;
  if (!file || more.length > 0) throw new StartError(USAGE);
  if (speed !== 'max' && !(Number(speed) > 0))
    throw new StartError(`--speed is max, or how many times faster than life, but is "${speed}".`);
  if (limit !== undefined && !(Number.isInteger(Number(limit)) && Number(limit) > 0))
    throw new StartError(`--limit is a number of rows, but is "${limit}".`);
  if (!URL.canParse(url)) throw new StartError(`--url is an address like http://127.0.0.1:4000/, but is "${url}".`);
  return {
    file,
    speed: speed === 'max' ? Number.POSITIVE_INFINITY : Number(speed),
    url,
    limit: limit === undefined ? Number.POSITIVE_INFINITY : Number(limit),
    map: readMap(map ?? []),
    isJson: json ?? false,
  };
}

function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      speed: { type: 'string' },
      url: { type: 'string' },
      limit: { type: 'string' },
      map: { type: 'string', multiple: true },
      json: { type: 'boolean' },
    },
  });
}

async function send(
  rows: AsyncIterable<{ row: VoteRow } | { bad: unknown }>,
  replay: Replay,
  { speed, limit, isJson }: { speed: number; limit: number; isJson: boolean },
): Promise<ReplayCounts & { rows: number; rejected: number }> {
  const bar = new SingleBar({
    format: '{value} rows sent · {accepted} accepted · {unchanged} refused',
    noTTYOutput: false,
    stream: process.stderr,
  });
  if (!isJson) bar.start(0, 0, { accepted: 0, unchanged: 0 });
  const underWay = new Set<Promise<void>>();
  const started = performance.now();
  let firstAt: number | null = null;
  let read = 0;
  let rejected = 0;
  for await (const item of rows) {
    if (read >= limit) break;
    read += 1;
    if ('bad' in item) {
      rejected += 1;
      continue;
    }
    firstAt ??= item.row.at.getTime();
    await waitUntil(started + (item.row.at.getTime() - firstAt) / speed);
    // Known before it is sent, so that later rows for the same new issue find it.
    const issueId = await replay.issueOf(item.row);
    const sending = replay.send(item.row, issueId).finally(() => underWay.delete(sending));
    underWay.add(sending);
    if (underWay.size >= AT_ONCE) await Promise.race(underWay);
    if (!isJson) bar.update(read, { accepted: replay.counts.accepted, unchanged: replay.counts.refused });
  }
  await Promise.all(underWay);
  if (!isJson) bar.stop();
  return { rows: read, rejected, ...replay.counts };
}

async function waitUntil(moment: number): Promise<void> {
  const wait = moment - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}

function report(
  summary: ReplayCounts & { file: string; url: string; rows: number; seconds: number; votesPerSecond: number; rejected: number },
  isJson: boolean,
): void {
  if (isJson) {
    console.log(JSON.stringify(summary));
    return;
  }
  const { rows, accepted, refused, failed, rejected, issuesRaised, seconds, votesPerSecond } = summary;
  console.log(
    `${rows} rows in ${seconds} s (${votesPerSecond} votes/s): ${accepted} accepted, ${refused} refused, ${failed} failed, ${rejected} unreadable, ${issuesRaised} issues raised.`,
  );
}
