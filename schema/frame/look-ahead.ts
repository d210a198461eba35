// Which columns a document needs: read off its selection before the rows are, so that nothing is read for nobody.
import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** `extensions` of a field that needs these columns of its row, besides those that every reader gets. */
export const reads = <Row>(...columns: (keyof Row & string)[]) => ({ reads: columns });

/** What a field needs. Null: it does not say. */
function columnsOf(extensions: Readonly<Record<string, unknown>>): readonly string[] | null {
  const { reads: declared, pothosExposedField: exposed } = extensions;
  if (Array.isArray(declared)) return declared as string[];
  return typeof exposed === 'string' ? [exposed] : null;
}

const known = new WeakMap<FieldNode, ReadonlySet<string> | null>();

/**
 * The columns that the fields selected on a type need, wherever below the resolving field it appears. A field of the type
 * that does not say what it needs gets the whole row: null. What @skip and @include leave out counts as selected. Remembered
 * with the document.
 */
export function columnsBelow(
  { fieldNodes, returnType, schema, fragments }: GraphQLResolveInfo,
  typename: string,
): ReadonlySet<string> | null {
  const [first] = fieldNodes as readonly [FieldNode];
  const remembered = fieldNodes.length === 1 ? known.get(first) : undefined;
  if (remembered !== undefined) return remembered;

  const columns = new Set<string>();
  let isWhole = false;
  const visit = (selection: SelectionSetNode, type: GraphQLCompositeType): void => {
    for (const node of selection.selections) {
      if (node.kind === Kind.FIELD) visitField(node, type);
      else {
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments[node.name.value] : node;
        const condition: GraphQLNamedType | null | undefined = fragment?.typeCondition && schema.getType(fragment.typeCondition.name.value);
        if (fragment) visit(fragment.selectionSet, isCompositeType(condition) ? condition : type);
      }
    }
  };
  const visitField = ({ name, selectionSet }: FieldNode, type: GraphQLCompositeType): void => {
    const field = 'getFields' in type ? type.getFields()[name.value] : undefined;
    if (!field) return; // __typename
    // An interface's field says nothing of how the row's own type answers it.
    const own = isObjectType(type) ? columnsOf(field.extensions) : null;
    if (isAbstractType(type) || type.name === typename) {
      isWhole ||= !own;
      for (const column of own ?? []) columns.add(column);
    }
    const below = getNamedType(field.type);
    if (selectionSet && isCompositeType(below)) visit(selectionSet, below);
  };
  const type = getNamedType(returnType);
  for (const { selectionSet } of fieldNodes) if (selectionSet && isCompositeType(type)) visit(selectionSet, type);

  const result = isWhole ? null : columns;
  if (fieldNodes.length === 1) known.set(first, result);
  return result;
}

/** The select list of the wanted columns and of those that every reader gets, each as its SQL says; null: of all of them. */
export function selectList<Row>(
  sqlOf: Readonly<Record<keyof Row & string, string>>,
  always: readonly (keyof Row & string)[],
  wanted: ReadonlySet<string> | null,
): string {
  return (Object.entries(sqlOf) as [keyof Row & string, string][])
    .filter(([column]) => wanted === null || wanted.has(column) || always.includes(column))
    .map(([column, sql]) => `${sql} AS "${column}"`)
    .join(', ');
}
