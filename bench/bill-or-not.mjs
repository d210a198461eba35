// A switch in the server's source while it loads: with `globalThis.isFree` an operation is not billed. One process for
// both sides, because two differ by more than what is measured.
import { registerHooks } from 'node:module';

const BILL = 'const bill = await charge(house, caller, requestedCost(schema, document, operation, variables));';
const SWITCHED = `const bill = globalThis.isFree
  ? { rate: { limit: 0, cost: 0, remaining: 0, resetAt: new Date(0) }, settle: async () => ({}) }
  : await charge(house, caller, requestedCost(schema, document, operation, variables));`;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith('/api/doors/operations.ts')) return loaded;
    const source = String(loaded.source);
    if (!source.includes(BILL)) throw new Error('operations.ts charges in another way now: mend bench/bill-or-not.mjs');
    return { ...loaded, source: source.replace(BILL, SWITCHED) };
  },
});
