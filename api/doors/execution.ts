// Executes documents: by interpretation at first, and compiled once they have come back.
import { type ExecutionArgs, type ExecutionResult, execute, getVariableValues, type OperationDefinitionNode } from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';

/** Runs one operation of a document that is parsed, limited and validated. */
export type Execute = (args: ExecutionArgs, operation: OperationDefinitionNode) => Promise<ExecutionResult>;

/** Compiling takes about as long as validating: a document that hardly comes back is not worth it. */
const COMPILED_AFTER = 20;

interface Known {
  uses: number;
  /** Null: not yet, or not possible. */
  compiled: CompiledQuery | null;
}

/**
 * What is compiled goes with its document, when that is forgotten. It only reads: mutations are interpreted, and so is,
 * again and in the same context, whatever ended with an error, for the compiled form tells errors in its own words.
 * @param after how many executions a document is compiled
 */
export function openExecution(after = COMPILED_AFTER): Execute {
  const known = new WeakMap<OperationDefinitionNode, Known>();
  return async (args, operation) => {
    const compiled = operation.operation === 'mutation' ? null : compiledForm(known, after, args, operation);
    if (compiled && !needsInterpreter(args, operation)) {
      const result = await compiled.query(args.rootValue, args.contextValue, args.variableValues ?? {});
      if (!result.errors) return result;
    }
    return execute(args);
  };
}

function compiledForm(
  known: WeakMap<OperationDefinitionNode, Known>,
  after: number,
  { schema, document }: ExecutionArgs,
  operation: OperationDefinitionNode,
): CompiledQuery | null {
  const entry = known.get(operation) ?? { uses: 0, compiled: null };
  if (entry.uses === 0) known.set(operation, entry);
  if (entry.uses++ === after) {
    const compiled = compileQuery(schema, document, operation.name?.value);
    entry.compiled = isCompiledQuery(compiled) ? compiled : null;
  }
  return entry.compiled;
}

/**
 * Whether the interpreter must answer: variables that do not fit, and a null for one with a default, which may stand where
 * null is an error. The compiled form takes such a null for false.
 */
function needsInterpreter({ schema, variableValues }: ExecutionArgs, { variableDefinitions = [] }: OperationDefinitionNode): boolean {
  const values = variableValues ?? {};
  if (variableDefinitions.some(({ variable, defaultValue }) => defaultValue && values[variable.name.value] === null)) return true;
  return 'errors' in getVariableValues(schema, variableDefinitions, values);
}
