// Tells the server anew that this browser may be woken: shows nothing.
import { useEffect } from 'react';
import { useClient } from 'urql';
import { PushSubscribeDocument } from '../generated/account/graphql.ts';
import { subscriptionHere } from './pushes.ts';

export default function PushRenewal() {
  const client = useClient();
  useEffect(() => {
    void subscriptionHere().then((input) => input && client.mutation(PushSubscribeDocument, { input }).toPromise());
  }, [client]);
  return null;
}
