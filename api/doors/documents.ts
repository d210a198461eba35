// From the text of a document to one that may be executed: limited before parse, parsed, limited, validated, remembered.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { schema } from '@xieshou/schema/index.ts';
import { type DocumentNode, GraphQLError, getOperationAST, Kind, type OperationDefinitionNode, parse, validate, visit } from 'graphql';
import { exceededLimit, LIMITS, nestingOf, tooComplex } from './limits.ts';

export type Prepared = { document: DocumentNode; asksForSchema: boolean } | { errors: readonly GraphQLError[] };

/**
 * Characters of documents in use at once, ours and partners'; the least recently used goes first. Parsed, a document
 * takes about a hundred times its text: a stranger cannot fill the memory.
 */
const MOST_REMEMBERED = 500_000;

/** The documents of a server. */
export class Documents {
  #remembered = new Map<string, Prepared>();
  #characters = 0;
  /** The last one only: a request asks twice. */
  #refused: { text: string; prepared: Prepared } | null = null;
  readonly #persisted: ReadonlyMap<string, string>;

  /** @param manifest file of our client's operations: SHA-256 to text; absent: none are known by hash */
  constructor(manifest: string) {
    this.#persisted = new Map(existsSync(manifest) ? Object.entries(JSON.parse(readFileSync(manifest, 'utf8'))) : []);
  }

  /** The text behind the SHA-256 of one of our client's operations. */
  persisted(sha256: string): string | undefined {
    return this.#persisted.get(sha256);
  }

  /** Whether a text is one of our client's. */
  isOurs(text: string): boolean {
    return this.#persisted.has(createHash('sha256').update(text).digest('hex'));
  }

  /** Parses and validates within the limits. The same text answers the same object. */
  prepare(text: string): Prepared {
    const known = this.#remembered.get(text);
    if (known) {
      this.#remembered.delete(text);
      this.#remembered.set(text, known);
      return known;
    }
    if (this.#refused?.text === text) return this.#refused.prepared;
    const prepared = prepare(text);
    if ('document' in prepared) this.#remember(text, prepared);
    else this.#refused = { text, prepared };
    return prepared;
  }

  /** The operation that is asked for; undefined when something is wrong with it. */
  find(text: string, operationName: unknown): { document: DocumentNode; operation: OperationDefinitionNode } | undefined {
    const prepared = this.prepare(text);
    if ('errors' in prepared) return undefined;
    const operation = getOperationAST(prepared.document, typeof operationName === 'string' ? operationName : undefined);
    return operation ? { document: prepared.document, operation } : undefined;
  }

  #remember(text: string, prepared: Prepared): void {
    this.#remembered.set(text, prepared);
    this.#characters += text.length;
    for (const oldest of this.#remembered.keys()) {
      if (this.#characters <= MOST_REMEMBERED) return;
      this.#remembered.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}

function prepare(text: string): Prepared {
  const nesting = nestingOf(text);
  if (nesting > LIMITS.nesting) return { errors: [tooComplex('nesting', nesting)] };
  let document: DocumentNode;
  try {
    document = parse(text, { maxTokens: LIMITS.tokens });
  } catch (error) {
    const isLong = error instanceof GraphQLError && error.message.includes('tokens');
    return { errors: [isLong ? tooComplex('tokens', LIMITS.tokens + 1) : (error as GraphQLError)] };
  }
  const exceeded = exceededLimit(document);
  if (exceeded) return { errors: [exceeded] };
  const errors = validate(schema, document, undefined, { maxErrors: 20 });
  return errors.length > 0 ? { errors } : { document, asksForSchema: asksForSchema(document) };
}

function asksForSchema(document: DocumentNode): boolean {
  let isAsked = false;
  visit(document, {
    [Kind.FIELD](node) {
      if (node.name.value === '__schema' || node.name.value === '__type') isAsked = true;
    },
  });
  return isAsked;
}
