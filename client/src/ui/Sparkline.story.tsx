import { Sparkline } from './Sparkline.tsx';
import { useSay } from './useSay.ts';

const RISING = Array.from({ length: 24 }, (_, hour) => (hour > 17 ? hour : 1));
const FALLING = [...RISING].reverse();

export default function SparklineStory() {
  const say = useSay();
  return (
    <p>
      <Sparkline hourly={RISING} label={say('在上升', 'rising')} /> <Sparkline hourly={FALLING} label={say('在回落', 'falling')} />
    </p>
  );
}
