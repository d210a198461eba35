// Typed client operations from the printed schema and the .graphql files beside the pages.
import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

/** Rooms that are loaded when they are entered: their operations are too. The others' come with the first load. */
const LATER = {
  account: 'client/src/account/own.graphql',
  admin: 'client/src/admin/*.graphql',
  answers: 'client/src/answers/*.graphql',
  honours: 'client/src/honours/*.graphql',
  notices: 'client/src/notices/*.graphql',
  patrols: 'client/src/patrols/*.graphql',
  points: 'client/src/points/*.graphql',
  staff: 'client/src/staff/*.graphql',
  tickets: 'client/src/{tickets,dispatch}/*.graphql',
  verify: 'client/src/verify/*.graphql',
  volunteers: 'client/src/{volunteers/*,patrols/walk}.graphql',
};

/** Fragments that each of them uses. */
const ERRORS = 'client/src/app/errors.graphql';

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
    'client/src/generated/': operationsOf(['client/src/**/*.graphql', ...Object.values(LATER).map((documents) => `!${documents}`)]),
    ...Object.fromEntries(
      Object.entries(LATER).map(([room, documents]) => [`client/src/generated/${room}/`, operationsOf([documents, ERRORS])]),
    ),
  },
};

export default config;
