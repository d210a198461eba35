// Batches by nature's own clock, for what every request asks of the database.
import DataLoader from 'dataloader';

const LARGEST_BATCH = 500;

export type NaturalLoader<Key, Value> = Pick<DataLoader<Key, Value>, 'load'>;

/**
 * A loader for all requests of a server: while one look at the database is under way later keys queue, and go together
 * when it returns. Nothing is remembered: no answer is older than its question.
 * @param load answers in the order of the keys; a key may come twice
 */
export function naturalLoader<Key, Value>(load: (keys: readonly Key[]) => Promise<Value[]>): NaturalLoader<Key, Value> {
  let last: Promise<unknown> = Promise.resolve();
  return new DataLoader<Key, Value>(
    (keys) => {
      const loading = load(keys);
      last = loading.catch(() => {});
      return loading;
    },
    {
      cache: false,
      maxBatchSize: LARGEST_BATCH,
      // After this turn of the event loop: requests of one network read share the first look.
      batchScheduleFn: (dispatch) => void last.then(() => setImmediate(dispatch)),
    },
  );
}
