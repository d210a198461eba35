import { Button } from './Button.tsx';
import { EmptyState, ErrorState } from './EmptyState.tsx';
import { useSay } from './useSay.ts';

export default function EmptyStateStory() {
  const say = useSay();
  return (
    <>
      <EmptyState title={say('还没有上报', 'No reports yet')} hint={say('看到什么就拍下来。', 'Photograph what you see.')}>
        <Button label={say('上报', 'Report')} kind="main" />
      </EmptyState>
      <ErrorState onRetry={() => {}} code="RETRY_LATER" />
    </>
  );
}
