// The SQL between two Prisma schemas, computed offline: `prisma migrate` wants an engine that is a download.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';

type Target = { tag: 'empty' } | { tag: 'schemaDatamodel'; files: { path: string; content: string }[] };

interface Engine {
  diff(request: { from: Target; to: Target; script: true; exitCode: null; filters: object }): Promise<{
    stdout: string | null;
  }>;
}

interface EngineModule {
  __wbg_set_wasm(exports: object): void;
  /** A class whose static method is called `new`. */
  SchemaEngine: Record<
    'new',
    (options: { datamodels: [string, string][] }, log: (line: string) => void, adapter: unknown) => Promise<Engine>
  >;
}

/** What Node has and its types do not declare. */
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

/**
 * SQL that turns a database of schema `from` (null: an empty one) into one of schema `to`.
 * Both are the text of a schema.prisma. The engine asks the server of `connectionString` for its version only.
 */
export async function diffSchemas(connectionString: string, from: string | null, to: string): Promise<string> {
  const engine = await loadEngine(connectionString, to);
  const { stdout } = await engine.diff({
    from: from === null ? { tag: 'empty' } : datamodel(from),
    to: datamodel(to),
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  return stdout ?? '';
}

function datamodel(content: string): Target {
  return { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] };
}

async function loadEngine(connectionString: string, schema: string): Promise<Engine> {
  // Instantiated by hand: Node has no stable `import` of a .wasm file.
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const engineModule = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as EngineModule;
  const bytes = await readFile(join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': engineModule,
  });
  engineModule.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg({ connectionString }));
  return engineModule.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, adapter);
}
