import { useState } from 'react';
import { Switch } from './Switch.tsx';
import { useSay } from './useSay.ts';

export default function SwitchStory() {
  const say = useSay();
  const [isOn, setOn] = useState(false);
  return (
    <>
      <Switch label={say('高对比度', 'High contrast')} value={isOn} onChange={setOn} />
      <Switch label={say('不能改', 'Cannot be changed')} value onChange={() => {}} disabled />
    </>
  );
}
