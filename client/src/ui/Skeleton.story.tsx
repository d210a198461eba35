import { Skeleton } from './Skeleton.tsx';

export default function SkeletonStory() {
  return (
    <p>
      <Skeleton width="12em" /> <Skeleton width="5em" />
    </p>
  );
}
