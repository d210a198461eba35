// Typed client operations from the printed schema and the .graphql files beside the pages.
import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: 'client/src/**/*.graphql',
  silent: true,
  errorsOnly: true,
  generates: {
    'client/src/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'documentNode',
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
