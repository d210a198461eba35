// Grey shapes of what is coming, of the same size, so that nothing jumps when it arrives.
import { ErrorState } from './EmptyState.tsx';
import './skeleton.css';

export function Skeleton({ width, height = '1em' }: { width: string; height?: string }) {
  return <span className="skeleton" style={{ width, height }} aria-hidden="true" />;
}

/** A card that is coming. */
export function CardSkeleton() {
  return (
    <div className="card" aria-busy="true">
      <Skeleton width="100%" height="8rem" />
    </div>
  );
}

export function PageSkeleton() {
  return (
    <div className="page" aria-busy="true">
      <h1>
        <Skeleton width="8em" />
      </h1>
      <div className="card">
        <Skeleton width="100%" height="12rem" />
      </div>
    </div>
  );
}

/** A page that has not come yet, or could not. */
export function PageWaits({ error, onRetry }: { error: Error | undefined; onRetry: () => void }) {
  return error ? <ErrorState onRetry={onRetry} /> : <PageSkeleton />;
}
