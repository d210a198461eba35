import { useState } from 'react';
import { Segmented } from './Segmented.tsx';
import { useSay } from './useSay.ts';

export default function SegmentedStory() {
  const say = useSay();
  const [value, setValue] = useState<'HOT' | 'NEW'>('HOT');
  return (
    <Segmented
      label={say('排序', 'Order')}
      value={value}
      onChange={setValue}
      options={[
        { value: 'HOT', label: say('最热', 'Hottest') },
        { value: 'NEW', label: say('最新', 'Newest') },
      ]}
    />
  );
}
