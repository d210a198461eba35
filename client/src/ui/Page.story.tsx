import { Page } from './Page.tsx';
import { useSay } from './useSay.ts';

export default function PageStory() {
  const say = useSay();
  return (
    <Page title={say('我的班次', 'My shifts')} lead={say('今天起两周。', 'Two weeks from today.')} isLive>
      <p>{say('页面的内容。', 'What the page holds.')}</p>
    </Page>
  );
}
