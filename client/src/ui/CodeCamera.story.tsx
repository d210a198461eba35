import { useState } from 'react';
import { Button } from './Button.tsx';
import { CodeCamera } from './CodeCamera.tsx';
import { useSay } from './useSay.ts';

export default function CodeCameraStory() {
  const say = useSay();
  const [read, setRead] = useState<string | null>(null);
  if (read === null) return <Button label={say('打开摄像头', 'Open the camera')} onClick={() => setRead('')} />;
  return read ? <p>{read}</p> : <CodeCamera onCode={setRead} />;
}
