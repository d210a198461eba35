// Enums of the graph.
import { builder } from './builder.ts';

/** An enum of the graph with a description a value. */
export function enumOf<Value extends string>(name: string, description: string, values: Record<Value, string>) {
  return builder.enumType(name, {
    description,
    values: Object.fromEntries(Object.entries<string>(values).map(([value, text]) => [value, { description: text }])) as {
      [Name in Value]: { description: string };
    },
  });
}
