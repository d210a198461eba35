// What a GraphQL document may demand, found in one walk before it is validated. The same on every transport.
import { type DocumentNode, type FragmentDefinitionNode, GraphQLError, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';

/** Published in docs/partners/limits.md. */
export const LIMITS = {
  bodyBytes: 256 * 1024,
  messageBytes: 64 * 1024,
  tokens: 4000,
  /** Braces, brackets and parentheses within each other: the parser calls itself for each. */
  nesting: 64,
  depth: 12,
  /** Introspection nests deeper than any real question. */
  introspectionDepth: 20,
  aliases: 30,
  directives: 10,
  operations: 10,
  /** Selected fields, fragments counted wherever they are spread. */
  breadth: 2000,
  /** How deep the JSON of variables may nest. */
  variableDepth: 16,
  /** Cost points of one operation: about so many objects. */
  cost: 5000,
  /** Milliseconds one operation may run. */
  executionMs: 10_000,
  subscriptionsPerSocket: 20,
  socketsPerAddress: 200,
} as const;

/**
 * How deep a document's brackets nest, found without parsing it: a few thousand would overflow the parser's stack. One
 * look at each character; strings, block strings and comments are passed over.
 */
export function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '{':
      case '[':
      case '(':
        depth += 1;
        deepest = Math.max(deepest, depth);
        break;
      case '}':
      case ']':
      case ')':
        depth -= 1;
        break;
      case '#':
        at = endOfLine(text, at);
        break;
      case '"':
        at = text.startsWith('"""', at) ? endOfBlockString(text, at + 3) : endOfString(text, at + 1);
        break;
    }
  }
  return deepest;
}

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}

/** Where a string ends: at its quote, or at the end of the line, where the parser will find it unterminated. */
function endOfString(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '"' && text[at] !== '\n' && text[at] !== '\r') at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** Where a block string ends; an escaped end of one is part of it. */
function endOfBlockString(text: string, from: number): number {
  for (let at = from; ; at += 3) {
    at = text.indexOf('"""', at);
    if (at === -1) return text.length;
    if (text[at - 1] !== '\\') return at + 2;
  }
}

interface Demands {
  depth: number;
  introspectionDepth: number;
  aliases: number;
  directives: number;
  breadth: number;
}

const NOTHING: Demands = { depth: 0, introspectionDepth: 0, aliases: 0, directives: 0, breadth: 0 };

/**
 * The first limit that a parsed document exceeds, as an error; null when it keeps all of them.
 * Fragments are measured once each, however often they are spread: a document of n tokens costs O(n).
 * A fragment that spreads itself is left for validation to refuse.
 */
export function exceededLimit(document: DocumentNode): GraphQLError | null {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operations = 0;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operations++;
  }
  if (operations > LIMITS.operations) return tooComplex('operations', operations);
  const measured = new Map<string, Demands | 'running'>();
  const measureFragment = (name: string): Demands => {
    const known = measured.get(name);
    if (known) return known === 'running' ? NOTHING : known;
    const fragment = fragments.get(name);
    if (!fragment) return NOTHING;
    measured.set(name, 'running');
    const demands = measureSet(fragment.selectionSet, measureFragment);
    measured.set(name, demands);
    return demands;
  };
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) measureFragment(definition.name.value);
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const demands = measureSet(definition.selectionSet, measureFragment);
    demands.directives += definition.directives?.length ?? 0;
    for (const name of ['depth', 'introspectionDepth', 'aliases', 'directives', 'breadth'] as const) {
      if (demands[name] > LIMITS[name]) return tooComplex(name, demands[name]);
    }
  }
  return null;
}

function measureSet({ selections }: SelectionSetNode, measureFragment: (name: string) => Demands): Demands {
  const total = { ...NOTHING };
  for (const selection of selections) {
    const part = measure(selection, measureFragment);
    total.depth = Math.max(total.depth, part.depth);
    total.introspectionDepth = Math.max(total.introspectionDepth, part.introspectionDepth);
    total.aliases += part.aliases;
    total.directives += part.directives + (selection.directives?.length ?? 0);
    total.breadth += part.breadth;
  }
  return total;
}

function measure(selection: SelectionNode, measureFragment: (name: string) => Demands): Demands {
  if (selection.kind === Kind.FRAGMENT_SPREAD) return measureFragment(selection.name.value);
  if (selection.kind === Kind.INLINE_FRAGMENT) return measureSet(selection.selectionSet, measureFragment);
  const inner = selection.selectionSet ? measureSet(selection.selectionSet, measureFragment) : { ...NOTHING };
  const isIntrospection = selection.name.value.startsWith('__');
  return {
    ...inner,
    depth: isIntrospection ? 0 : inner.depth + 1,
    introspectionDepth: isIntrospection ? Math.max(inner.depth, inner.introspectionDepth) + 1 : inner.introspectionDepth,
    aliases: inner.aliases + (selection.alias ? 1 : 0),
    breadth: inner.breadth + 1,
  };
}

/** The refusal of a document: which limit, what it asked, what is allowed. */
export function tooComplex(limit: string, asked: number): GraphQLError {
  const allowed = LIMITS[limit as keyof typeof LIMITS];
  const shown = asked > 1e9 ? 'more than 1000000000' : String(asked);
  // errors.ts puts it into the caller's language: documents are refused once and remembered for everybody.
  return new GraphQLError('QUERY_TOO_COMPLEX', {
    extensions: { code: 'QUERY_TOO_COMPLEX', limit, asked: shown, allowed, http: { status: 400 } },
  });
}
