import { useState } from 'react';
import { Button } from './Button.tsx';
import { Sheet } from './Sheet.tsx';
import { useSay } from './useSay.ts';

export default function SheetStory() {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button label={say('打开弹窗', 'Open a sheet')} onClick={() => setOpen(true)} />
      {isOpen && (
        <Sheet title={say('签到码', 'Check-in code')} onClose={() => setOpen(false)}>
          <p>{say('按 Esc、点外面或点叉都能关上。', 'Escape, a press outside and the cross close it.')}</p>
        </Sheet>
      )}
    </>
  );
}
