// npm run codegen: prints schema/schema.graphql from the code and generates the client's typed operations.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** Generates client/src/generated from the committed schema and the client's operations. */
export async function generateOperations(): Promise<void> {
  const { generate } = await import('@graphql-codegen/cli');
  const { default: config } = await import('../codegen.ts');
  await generate({ ...config, cwd: ROOT }, true);
}

if (import.meta.main) {
  const { printedSchema } = await import('@xieshou/schema/index.ts');
  writeFileSync(join(ROOT, 'schema/schema.graphql'), printedSchema());
  await generateOperations();
}
