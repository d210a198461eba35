// Typed client operations from the printed schema and the .graphql files beside the pages.
import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: 'client/src/**/*.graphql',
  silent: true,
  errorsOnly: true,
  generates: {
    'client/src/generated/': {
      preset: 'client',
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
    },
  },
};

export default config;
