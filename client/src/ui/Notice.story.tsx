import { Button } from './Button.tsx';
import { notify } from './notices.ts';
import { useSay } from './useSay.ts';

export default function NoticeStory() {
  const say = useSay();
  const show = () =>
    notify({ text: say('已撤回这一票', 'Your vote was withdrawn'), action: { label: say('恢复', 'Undo'), run: () => {} } });
  return <Button label={say('显示一条短消息', 'Show a short message')} onClick={show} />;
}
