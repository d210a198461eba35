// What an operation costs, in points of about one object each: asked before it runs, and what it really was after.
import {
  type ArgumentNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

const MUTATION_COST = 10;
/** A list that takes no `first` is taken to be this long. */
const USUAL_LIST = 10;
const DEFAULT_FIRST = 20;
const LARGEST_FIRST = 100;
/** Beyond this the sum says no more than "too much". */
const CEILING = 1e12;

type Variables = Record<string, unknown>;

interface Costing {
  /** Whether a variable decided something: then the price is another one next time. */
  isVariable: boolean;
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Variables;
  /** Cost of a fragment under a page size, so that spreading it a thousand times is one computation. */
  memo: Map<string, number>;
}

/**
 * Points an operation may cost at most: 1 an object, lists times their `first` (or their usual length), 10 more for
 * each mutation, unless the field's `extensions.cost` says otherwise. The document must have passed validation.
 */
export function requestedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): number {
  const known = fixedPrices.get(operation);
  if (known !== undefined) return known;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const root = schema.getRootType(operation.operation);
  if (!root) return 0;
  const defaults = Object.fromEntries(
    (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === Kind.INT ? [[variable.name.value, Number(defaultValue.value)]] : [],
    ),
  );
  const costing = { schema, fragments, variables: { ...defaults, ...variables }, memo: new Map(), isVariable: false };
  const cost = Math.max(1, Math.min(setCost(operation.selectionSet, root, null, costing), CEILING));
  if (!costing.isVariable) fixedPrices.set(operation, cost);
  return cost;
}

/** Prices that no variable changes, as long as their documents are remembered. */
const fixedPrices = new WeakMap<OperationDefinitionNode, number>();

/** @param size of the nearest connection or pushed list above, for the list below it */
function setCost({ selections }: SelectionSetNode, parent: unknown, size: number | null, costing: Costing): number {
  let cost = 0;
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const field = fieldOf(parent, selection.name.value);
      if (field) cost += fieldCost(field, parent, selection.arguments ?? [], selection.selectionSet, size, costing);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const type = selection.typeCondition ? costing.schema.getType(selection.typeCondition.name.value) : parent;
      cost += setCost(selection.selectionSet, type, size, costing);
    } else {
      cost += spreadCost(selection.name.value, size, costing);
    }
    if (cost > CEILING) return CEILING;
  }
  return cost;
}

function spreadCost(name: string, size: number | null, costing: Costing): number {
  const key = `${name} ${size}`;
  const known = costing.memo.get(key);
  if (known !== undefined) return known;
  const fragment = costing.fragments.get(name);
  if (!fragment) return 0;
  const cost = setCost(fragment.selectionSet, costing.schema.getType(fragment.typeCondition.name.value), size, costing);
  costing.memo.set(key, cost);
  return cost;
}

function fieldCost(
  field: GraphQLField<unknown, unknown>,
  parent: unknown,
  args: readonly ArgumentNode[],
  selectionSet: SelectionSetNode | undefined,
  size: number | null,
  costing: Costing,
): number {
  const own = Number(field.extensions.cost ?? 0) || (parent === costing.schema.getMutationType() ? MUTATION_COST : 0);
  const type = getNamedType(field.type);
  if (!selectionSet || !isCompositeType(type)) return own;
  const asked = pageSizeOf(field, args, costing);
  const isList = isListType(isNonNullType(field.type) ? field.type.ofType : field.type);
  // Through a connection to its edges; a list has taken it itself.
  const below = setCost(selectionSet, type, isList ? null : (asked ?? size), costing);
  const times = isList ? (asked ?? size ?? Number(field.extensions.listSize ?? USUAL_LIST)) : 1;
  return own + times * (1 + below);
}

/** `first` or `last` as it will be; null when the field takes neither. */
function pageSizeOf(field: GraphQLField<unknown, unknown>, args: readonly ArgumentNode[], costing: Costing): number | null {
  if (!field.args.some(({ name }) => name === 'first')) return null;
  const given = args.find(({ name }) => name.value === 'first' || name.value === 'last')?.value;
  if (given?.kind === Kind.VARIABLE) costing.isVariable = true;
  const value =
    given?.kind === Kind.INT ? Number(given.value) : given?.kind === Kind.VARIABLE ? costing.variables[given.name.value] : undefined;
  const size = typeof value === 'number' && Number.isFinite(value) ? value : DEFAULT_FIRST;
  return Math.max(0, Math.min(LARGEST_FIRST, size));
}

function fieldOf(parent: unknown, name: string): GraphQLField<unknown, unknown> | null {
  if (!isObjectType(parent as GraphQLObjectType) && !isInterfaceType(parent)) return null;
  return (parent as GraphQLObjectType).getFields()[name] ?? null;
}

/** Where an answer may hold objects: response keys, each with those below it. Scalars are left out. */
type ObjectPaths = readonly (readonly [key: string, below: ObjectPaths])[];

/**
 * Points an answer really was: one an object in it. Mutations keep what they asked: their work is not in their answer.
 * Looks at the fields with a selection only: most of an answer is scalars, and reading each cost as much as writing it.
 */
export function actualCost(data: unknown, document: DocumentNode, operation: OperationDefinitionNode): number {
  let paths = knownPaths.get(operation);
  if (!paths) {
    paths = objectPaths([operation.selectionSet], document);
    knownPaths.set(operation, paths);
  }
  return countObjects(data, paths);
}

/** As long as their documents are remembered. */
const knownPaths = new WeakMap<OperationDefinitionNode, ObjectPaths>();

/** @param sets selections of the same object: fields with the same response key are merged, as the executor does */
function objectPaths(sets: readonly SelectionSetNode[], document: DocumentNode): ObjectPaths {
  const below = new Map<string, SelectionSetNode[]>();
  const spread = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) collectFragment(selection.name.value);
      else if (selection.selectionSet) {
        const key = selection.alias?.value ?? selection.name.value;
        below.set(key, [...(below.get(key) ?? []), selection.selectionSet]);
      }
    }
  };
  const collectFragment = (name: string): void => {
    if (spread.has(name)) return;
    spread.add(name);
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name) collect(definition.selectionSet);
    }
  };
  sets.forEach(collect);
  return [...below].map(([key, inner]) => [key, objectPaths(inner, document)] as const);
}

function countObjects(value: unknown, paths: ObjectPaths): number {
  if (Array.isArray(value)) {
    let count = 0;
    for (const item of value) count += countObjects(item, paths);
    return count;
  }
  if (value === null || typeof value !== 'object') return 0;
  let count = 1;
  for (const [key, below] of paths) count += countObjects((value as Record<string, unknown>)[key], below);
  return count;
}
