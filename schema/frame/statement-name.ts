// Names under which a connection keeps the plans of statements that are put together from parts.

/** Each name costs memory in every connection, and which parts are used is for callers to choose. */
const MOST_NAMES = 100;

const names = new Map<string, string>();

/**
 * A name for a text, so that PostgreSQL plans it once a connection; undefined when too many have one already, and the
 * statement is planned each time. The same text gets the same name. @param kind what the statement is called in logs
 */
export function statementName(kind: string, text: string): string | undefined {
  const known = names.get(text);
  if (known || names.size >= MOST_NAMES) return known;
  const name = `${kind}.${names.size + 1}`;
  names.set(text, name);
  return name;
}
