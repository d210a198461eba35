// What is wrong with the modules' declarations, beyond what the compiler sees: one sentence each, with the file and the mend.
import { homeOf } from '../modules.ts';
import type { Manifest } from './manifest.ts';
import { CONDITIONS } from './roles.ts';
import type { Services } from './services.ts';

const fileOf = (module: Manifest) => `${homeOf(module)}/module.ts`;

/** Everything that is wrong, in the order of the modules. Empty: nothing. */
export async function faultsOf(modules: readonly Manifest[]): Promise<string[]> {
  const scopes = new Set(modules.flatMap((module) => Object.keys(module.scopes ?? {})));
  const rights = new Set(modules.flatMap((module) => Object.keys(module.rights)));
  const faults = modules.flatMap((module) => [
    ...wordsIn(module)
      .filter(([, says]) => !isInBoth(says))
      .map(([name]) => `${fileOf(module)}: ${name} is not said in both languages; write “中文 / English”.`),
    ...Object.entries(module.can ?? {})
      .filter(([, [right]]) => !(right in module.rights))
      .map(
        ([name, [right]]) =>
          `${fileOf(module)}: can.${name} asks for the right ${right}, which the module does not declare; declare it there.`,
      ),
    ...Object.entries(module.rights).flatMap(([action, { may }]) =>
      Object.values(may)
        .map((condition) => (typeof condition === 'object' ? condition.scope : condition))
        .filter((named) => !(named in CONDITIONS) && !scopes.has(named))
        .map(
          (scope) =>
            `${fileOf(module)}: the right ${action} asks for the scope ${scope}, which no module declares; declare it under scopes.`,
        ),
    ),
    ...Object.entries(module.waits ?? {})
      .filter(([, { may }]) => !rights.has(may))
      .map(
        ([kind, { may }]) =>
          `${fileOf(module)}: ${kind} waits for whoever has the right ${may}, which no module declares; declare it under rights.`,
      ),
    ...Object.entries(module.waits ?? {})
      .filter(([, { topics }]) => topics.length === 0)
      .map(([kind]) => `${fileOf(module)}: ${kind} waits without a topic; name what is touched when it begins to wait, and ends.`),
    ...(module.publishes ?? [])
      .filter((table) => !module.tables.includes(table))
      .map((table) => `${fileOf(module)}: it publishes ${table}, but the table is not its own; the owner publishes it.`),
    ...(module.appendOnly ?? [])
      .filter((table) => !module.tables.includes(table))
      .map((table) => `${fileOf(module)}: ${table} is only added to, but not among the module’s tables; name it there.`),
    ...(module.holds?.places ?? [])
      .filter((place) => !module.tables.includes(place.split('.')[0] as string))
      .map((place) => `${fileOf(module)}: it holds ${place}, but the table is not its own; the owner holds it.`),
  ]);
  return [
    ...faults,
    ...twice('table', modules, ({ tables }) => tables),
    ...twice('kind of work', modules, ({ waits = {} }) => Object.keys(waits)),
    ...twice('variable', modules, ({ settings }) => Object.keys(settings?.variables ?? {})),
    ...twice('path', modules, ({ exports = {} }) => Object.keys(exports)),
    ...(await faultsOfJobs(modules)),
  ];
}

/** Whether it is said in Chinese and in English. */
function isInBoth(says: string): boolean {
  const [zh = '', en = ''] = says.split(' / ');
  return /\p{Script=Han}/u.test(zh) && /[A-Za-z]/.test(en);
}

function wordsIn({ rights, scopes = {}, can = {}, audits = {}, notices = {}, waits = {} }: Manifest): [name: string, says: string][] {
  return [
    ...Object.entries(rights).map(([name, { says }]): [string, string] => [name, says]),
    ...Object.entries({ ...scopes, ...audits }),
    ...Object.entries(can).map(([name, [, says]]): [string, string] => [name, says]),
    ...Object.entries({ ...notices, ...waits }).map(([name, { means }]): [string, string] => [name, means]),
  ];
}

/** Names that two modules claim, or one twice. */
function twice(kind: string, modules: readonly Manifest[], namesOf: (module: Manifest) => readonly string[]): string[] {
  const owners = new Map<string, Manifest>();
  return modules.flatMap((module) =>
    namesOf(module).flatMap((name) => {
      const owner = owners.get(name);
      owners.set(name, module);
      return owner ? [`${fileOf(module)}: the ${kind} ${name} is declared in ${fileOf(owner)} already; leave it with one.`] : [];
    }),
  );
}

/** Jobs are named when they are made: each module makes its own here, and runs none. */
async function faultsOfJobs(modules: readonly Manifest[]): Promise<string[]> {
  const made = await Promise.all(
    modules.map(async (module) => ({ module, names: module.jobs ? (await module.jobs())({} as Services).map(({ name }) => name) : [] })),
  );
  const nameless = made.filter(({ names }) => names.some((name) => name.trim() === ''));
  return [
    ...nameless.map(({ module }) => `${fileOf(module)}: a job has no name; the log tells jobs apart by their names.`),
    ...twice('job', modules, (module) => made.find((one) => one.module === module)?.names ?? []),
  ];
}
