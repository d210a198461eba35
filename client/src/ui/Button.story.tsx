import { Flag } from 'lucide-react';
import { Button, LinkButton } from './Button.tsx';
import { useSay } from './useSay.ts';

export default function ButtonStory() {
  const say = useSay();
  return (
    <>
      <Button label={say('下一步', 'Next')} kind="main" />
      <Button label={say('换一个', 'Another one')} />
      <Button label={say('一键报警', 'Alarm')} kind="red" />
      <Button label={say('举报', 'Flag')} icon={Flag} isSmall />
      <Button label={say('等一等', 'Not yet')} kind="main" disabled />
      <LinkButton label={say('去首页', 'Home')} href="/" />
      <LinkButton label={say('看全部', 'See all')} kind="link" href="/" />
    </>
  );
}
