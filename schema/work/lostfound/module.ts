// Lost and found: posted with a question, claimed by whoever can answer it, handed out against a code.
import { module } from '../../frame/manifest.ts';
import { encodeId } from '../../frame/relay/global-id.ts';
import { desk, everyone, residents, right } from '../../frame/roles.ts';
import { say } from '../../frame/speech.ts';
import { LOST_FOUND_TOPIC } from './topics.ts';

const keepers = { GRID_WORKER: 'always', OFFICER: 'always', ...desk } as const;
const itemPage = (itemId: string) => `/lost-found/${encodeId('LostFoundItem', itemId)}`;

export const lostfound = module({
  name: 'lostfound',
  async graph() {
    await import('./graph.ts');
    await import('./acts.ts');
  },
  scopes: { 'lostfound:read': '读取失物招领 / Read lost and found' },
  rights: {
    'lostFound.read': right('看失物招领 / See what was lost and found', everyone({ scope: 'lostfound:read' })),
    'lostFound.post': right('登记丢失或捡到的东西 / Post what was lost or found', { ...residents('always'), ...keepers }),
    'lostFound.claim': right('认领捡到的东西 / Claim what was found', residents('always')),
    'lostFound.keep': right('代为保管、凭码交还 / Keep found things, and hand them out against a code', keepers),
  },
  can: {
    postLostFound: ['lostFound.post', '登记失物招领 / Post what was lost or found'],
    keepLostFound: ['lostFound.keep', '保管和交还失物 / Keep found things and hand them out'],
  },
  notices: {
    LOST_FOUND_MATCH: {
      means: '可能找到了本人登记的东西 / Something posted may match the viewer’s own post',
      says: ({ title }) =>
        say(`有人登记的东西和您的“${title}”很像，请看看是不是。`, `Someone posted something like your “${title}”. Have a look.`),
      leadsTo: itemPage,
    },
    LOST_FOUND_CLAIMED: {
      means: '本人捡到的东西有人认领 / What the viewer found was claimed',
      says: ({ title }) =>
        say(
          `您捡到的“${title}”找到了失主。如果还在您手里，请交到警务室。`,
          `The owner of the “${title}” you found was identified. If you still have it, please bring it to the police office.`,
        ),
      leadsTo: itemPage,
    },
    LOST_FOUND_READY: {
      means: '认领的东西可以来取 / What the viewer claimed can be collected',
      says: ({ title, reason }) =>
        say(`您的“${title}”在${reason}，请凭取件码领取。`, `Your “${title}” is at ${reason}. Bring your pickup code.`),
      leadsTo: itemPage,
    },
    LOST_FOUND_RETURNED: {
      means: '本人捡到的东西已还给失主 / What the viewer found is back with its owner',
      says: ({ title }) => say(`“${title}”已还给失主，谢谢您。`, `The “${title}” is back with its owner. Thank you.`),
      leadsTo: itemPage,
    },
  },
  waits: {
    FOUND_TO_HAND_OUT: {
      means: '交还失物 / Hand out a found item',
      may: 'lostFound.keep',
      topics: [LOST_FOUND_TOPIC],
      reads: async () => (await import('./waits.ts')).toHandOut,
    },
  },
  tables: ['lost_found_item', 'lost_found_claim'],
  holds: {
    places: ['lost_found_item.resident_id', 'lost_found_claim.resident_id'],
    shows: {
      lostFound: `(SELECT coalesce(json_agg(json_build_object('kind', i.kind, 'title', i.title, 'description', i.description, 'place', i.place,
        'at', i.happened_at, 'status', i.status) ORDER BY i.posted_at), '[]') FROM lost_found_item i WHERE i.resident_id = r.id)`,
      lostFoundClaims: `(SELECT coalesce(json_agg(json_build_object('title', i.title, 'acceptedAt', c.accepted_at) ORDER BY i.posted_at), '[]')
        FROM lost_found_claim c JOIN lost_found_item i ON i.id = c.item_id WHERE c.resident_id = r.id)`,
    },
    erases: {
      // What lies at the station stays posted, by nobody; of the rest no word is left.
      posts: 'UPDATE lost_found_item SET resident_id = NULL WHERE resident_id = $1 AND ended_at IS NULL',
      words: `UPDATE lost_found_item SET resident_id = NULL, title = '', description = '', place = '', building_id = NULL, entrance_id = NULL, answers = '{}',
        question = CASE WHEN kind = 'FOUND' THEN '' END WHERE resident_id = $1`,
      claims: 'DELETE FROM lost_found_claim WHERE resident_id = $1',
    },
  },
  hears: { 'resident.leaves': async () => (await import('./deeds.ts')).withdrawAll },
  expires: { items: `DELETE FROM lost_found_item WHERE ended_at < now() - interval '90 days'` },
  files: { sentFor: ['lostFound.post'], shows: async () => (await import('./store.ts')).showsPhoto },
  jobs: async () => (await import('./deeds.ts')).jobs,
});
