// What many subscribers may be told in the same bytes, and who counts as the same.
import type { Viewer } from '@xieshou/schema/frame/access/viewer.ts';
import { schema } from '@xieshou/schema/index.ts';
import { type DocumentNode, type OperationDefinitionNode, TypeInfo, visit, visitWithTypeInfo } from 'graphql';

/**
 * Whether every field that an operation selects is marked SHARED: then its result is the same for all viewers of a
 * class. A field without the mark is not shared, so a new one is safe until somebody has thought about it.
 */
export function isShared(document: DocumentNode, operation: OperationDefinitionNode): boolean {
  let known = judged.get(operation);
  if (known === undefined) {
    known = selectsSharedOnly(document, operation);
    judged.set(operation, known);
  }
  return known;
}

/** As long as their documents are remembered. */
const judged = new WeakMap<OperationDefinitionNode, boolean>();

/** Looks at the fragments of the whole document: one that is not spread here can only make it unshared. */
function selectsSharedOnly(document: DocumentNode, operation: OperationDefinitionNode): boolean {
  const types = new TypeInfo(schema);
  let isEvery = true;
  const looking = visitWithTypeInfo(types, {
    OperationDefinition: (node) => (node === operation ? undefined : false),
    Field(node) {
      if (node.name.value !== '__typename' && !types.getFieldDef()?.extensions.shared) isEvery = false;
    },
  });
  visit(document, looking);
  return isEvery;
}

/** What differs between viewers who have the same rights. A field that is new to viewers divides them until it stands here. */
const IDENTITY: ReadonlySet<string> = new Set([
  'sessionId',
  'userId',
  'residentId',
  'staffId',
  'keyId',
  'partnerId',
  'name',
  'title',
] satisfies KeysOfUnion<Viewer>[]);

type KeysOfUnion<Union> = Union extends unknown ? keyof Union : never;

/** All that rights are decided by, as a text: viewers of one class are told the same by fields that are SHARED. */
export function classOf(viewer: Viewer | null): string {
  return viewer ? JSON.stringify(viewer, (key, value) => (IDENTITY.has(key) ? undefined : value)) : 'public';
}

/** The same for the same operation with the same variables, whatever the order they were written in. */
export function questionOf(document: DocumentNode, operation: OperationDefinitionNode, variables: Record<string, unknown>): string {
  let number = numbers.get(document);
  if (number === undefined) {
    number = nextNumber++;
    numbers.set(document, number);
  }
  return `${number} ${operation.name?.value ?? ''} ${isEmpty(variables) ? '{}' : JSON.stringify(variables, inOrder)}`;
}

function isEmpty(variables: object): boolean {
  for (const _ in variables) return false;
  return true;
}

/** documents.ts answers the same object for the same text. */
const numbers = new WeakMap<DocumentNode, number>();
let nextNumber = 1;

function inOrder(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
