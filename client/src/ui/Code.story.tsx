import { Code } from './Code.tsx';

export default function CodeStory() {
  return (
    <>
      <Code text="7K3M9P" />
      <Code isLong text="A3F7 K2M9 P4T6 W8Y2" />
    </>
  );
}
