// What is heard live goes where the query of notices reads it.
import type { UpdateResolver } from '@urql/exchange-graphcache';
import { NoticesDocument, type NoticesUpdatedSubscription } from '../generated/graphql.ts';

export const noticesUpdates: UpdateResolver<NoticesUpdatedSubscription> = ({ noticesUpdated }, _args, cache) => {
  cache.updateQuery({ query: NoticesDocument }, () => ({ __typename: 'Query', notices: noticesUpdated }));
};
