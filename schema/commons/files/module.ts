// Photos and voice notes that people send, until they belong to something.
import { module } from '../../frame/manifest.ts';

export const files = module({
  name: 'files',
  graph: async () => {},
  rights: {},
  tables: ['attachment'],
  publishes: ['attachment'],
  holds: {
    places: ['attachment.uploader_id'], // shown with their tickets
    erases: {
      // They belong to nothing any more: what removes loose files removes them with the next hour.
      files: `UPDATE attachment SET ticket_id = NULL, seq = NULL, uploader_id = '00000000-0000-0000-0000-000000000000', created_at = 'epoch'
        WHERE uploader_kind = 'RESIDENT' AND uploader_id = $1`,
    },
  },
});
