// GraphQL over HTTP and SSE: yoga reads requests and writes answers; operations.ts runs them.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { wordsIn } from '@xieshou/schema/frame/errors/words.ts';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { preferredLanguage, requestIdOf } from '../people/viewer.ts';
import { answer, describe } from './asking.ts';
import { LIMITS } from './limits.ts';
import type { House } from './operations.ts';

interface ServerContext {
  req: IncomingMessage;
  res: ServerResponse;
}

/** The handler of /graphql over HTTP. */
export function openYoga(house: House) {
  return createYoga<ServerContext>({
    graphqlEndpoint: '/graphql',
    graphiql: false,
    landingPage: false,
    cors: false, // http.ts decides on origins
    maskedErrors: false, // presentable() masks, for every transport
    logging: false,
    multipart: false,
    batching: false,
    maxRequestBodySize: LIMITS.bodyBytes,
    parserAndValidationCache: false, // documents.ts has its own
    plugins: [throughOperations(house), inOurWords],
  });
}

/** Hands every operation to operations.ts, whatever yoga would do with it. */
function throughOperations(house: House): Plugin<object, ServerContext> {
  return {
    onParams({ params, context: { req, res }, setParams, setParamsHandler }) {
      const persisted = (params.extensions as { persistedQuery?: unknown } | undefined)?.persistedQuery;
      // yoga insists on a text; operations.ts looks the hash up.
      if (params.query === undefined && persisted) setParams({ ...params, query: '' });
      setParamsHandler(({ params: checked }) => answer(house, checked, describe(req, res, house.proxies)) as Promise<ExecutionResult>);
    },
  };
}

/** yoga's own refusals (no JSON, no query) under our codes, with the request id. */
const inOurWords: Plugin<object, ServerContext> = {
  onResultProcess({ result, setResult, serverContext: { req, res } }) {
    if (!('errors' in result) || !result.errors?.some(({ extensions }) => !extensions?.requestId)) return;
    const requestId = String(res.getHeader('X-Request-Id') ?? requestIdOf(req.headers));
    res.setHeader('X-Request-Id', requestId);
    const message = wordsIn(preferredLanguage(req.headers['accept-language'])).requestUnreadable;
    const errors = result.errors.map(({ extensions }) => {
      // Without yoga's `spec`: it would answer 200 to whoever accepts application/json.
      const status = (extensions?.http as { status?: number } | undefined)?.status ?? 400;
      return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', requestId, http: { status } } });
    });
    setResult({ ...result, errors });
  },
};
