// Typed client operations from the printed schema and the .graphql files beside the pages.
import { globSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

/** What comes with the first load: rooms that are shown at once, and of the others what every page asks for. */
const FIRST = 'client/src/{{net,home,hotlist}/*,*/first}.graphql';

/** What a room asks for in the words of another one: the board shows tickets, and whoever serves a shift may walk a patrol. */
const ALSO: Readonly<Record<string, string>> = {
  tickets: 'client/src/dispatch/*.graphql',
  volunteers: 'client/src/patrols/walk.graphql',
};

/** Rooms that are loaded when they are entered, and their operations with them. */
const LATER = new Set(
  globSync('client/src/*/*.graphql', { cwd: import.meta.dirname, exclude: [FIRST, ALSO.tickets as string] }).map((file) =>
    basename(dirname(file)),
  ),
);

/** Fragments that each of them uses. */
const ERRORS = 'client/src/net/errors.graphql';

function operationsOf(documents: string | string[]) {
  return {
    documents,
    preset: 'client' as const,
    // Documents are sent by hash; the manifest of their texts goes to the server with the build.
    presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
    documentTransforms: [addTypenameSelectionDocumentTransform], // what the cache would add later changes no hash
    config: {
      documentMode: 'documentNodeImportFragments', // the only one that gives documents their hash
      enumsAsTypes: true,
      useTypeImports: true,
      scalars: { DateTime: 'string', JSON: 'unknown', ID: 'string' },
      skipTypename: true, // the cache hands out __typename only where a document asks for it
      dedupeFragments: true,
    },
  };
}

const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  silent: true,
  errorsOnly: true,
  generates: {
    'client/src/generated/': operationsOf(FIRST),
    ...Object.fromEntries(
      [...LATER].map((room) => [
        `client/src/generated/${room}/`,
        operationsOf([`client/src/${room}/*.graphql`, ...(ALSO[room] ? [ALSO[room]] : []), '!client/src/*/first.graphql', ERRORS]),
      ]),
    ),
  },
};

export default config;
