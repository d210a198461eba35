// The executable schema: every module adds its nouns to the builder.
import type { GraphQLSchema } from 'graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { builder } from './frame/builder.ts';
import { defineErrorCodes } from './frame/errors/graph.ts';
import { withCommonGround } from './frame/root-fields.ts';
import { MODULES } from './modules.ts';

for (const module of MODULES) await module.graph();
defineErrorCodes();

export const schema: GraphQLSchema = withCommonGround(builder.toSchema());

/** The schema as partners read it: sorted SDL, committed as schema/schema.graphql. */
export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
