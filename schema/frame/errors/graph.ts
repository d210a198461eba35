// Errors a person can act on are answers: members of each mutation's union.
import { builder } from '../builder.ts';

const codes = new Map<string, string>();

/** Adds a code to the enum, with what it means. @throws when somebody has it */
export function declareErrorCode(code: string, description: string): void {
  if (codes.has(code)) throw new Error(`two refusals have the code ${code}: choose another name for one`);
  codes.set(code, description);
}

/** Makes the enum of all codes: call it once, when every module has declared its own. */
export function defineErrorCodes(): void {
  builder.enumType('ErrorCode', {
    description: '错误代码 / Error code, for programs',
    values: Object.fromEntries([...codes].map(([code, description]) => [code, { description }])),
  });
}

export interface ErrorShape {
  typename: string;
  code: string;
  message: string;
}

export const ErrorInterface = builder.interfaceRef<ErrorShape>('Error').implement({
  description: '可以由用户处理的错误 / An error the user can act on',
  resolveType: (error) => error.typename,
  fields: (t) => ({
    code: t.field({
      type: 'ErrorCode' as never,
      description: '错误代码 / Error code, for programs',
      resolve: (error) => error.code as never,
    }),
    message: t.exposeString('message', {
      description: '给人看的一句话，按 Accept-Language / A sentence for people, in the language of Accept-Language',
    }),
  }),
});
