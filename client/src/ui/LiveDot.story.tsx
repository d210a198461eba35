import { LiveDot } from './LiveDot.tsx';

export default function LiveDotStory() {
  return <LiveDot />;
}
