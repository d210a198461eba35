// Who sees keys of partners.
import type { Seen } from '../access/parts.ts';

export const seen: Seen = {
  ids: { key: 'ID!' },
  types: {
    PartnerKey: { path: 'node(id: $key) { ... on PartnerKey { ? } }', reference: 'M' },
  },
  mutations: {
    partnerKeyCreate: '(input: { partnerName: "", name: "", scopes: [] })',
    partnerKeyRevoke: '(input: { keyId: "bm9uZQ" })',
    partnerKeyRotate: '(input: { keyId: $key, overlapHours: -1 })',
  },
};
