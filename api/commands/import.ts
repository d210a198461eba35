// npm run import -- FILE: a city's own past, straight into the database, whether a server runs or not.
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { endInOneSentence, parsedOr } from '../ending.ts';
import { importFile, isKind, type Summary } from '../intake/import.ts';
import { StartError } from '../start-error.ts';

const USAGE =
  'Usage: npm run import -- FILE [--as votes|tickets|grids|places] [--map field=column] [--community NAME] [--data DIR] [--json]';

await endInOneSentence(async () => {
  const { file, data, json, ...options } = readArgs(process.argv.slice(2));
  const config = readConfig(data ? ['--data', data] : [], process.env);
  const summary = await importFile(file, config, { ...options, folder: process.cwd(), progress: !json });
  report(summary, json);
  if (summary.imported + summary.unchanged === 0) process.exitCode = 1;
});

function readArgs(args: string[]) {
  const parsed = parsedOr(USAGE, () => parse(args));
  const [file, ...more] = parsed.positionals;
  if (!file || more.length > 0) throw new StartError(USAGE);
  const { as, json = false, ...values } = parsed.values;
  if (as !== undefined && !isKind(as)) throw new StartError(`--as ${as} is not known. ${USAGE}`);
  return { ...values, file, as, json };
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
