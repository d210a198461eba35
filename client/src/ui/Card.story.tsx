import { Card, Group } from './Card.tsx';
import { useSay } from './useSay.ts';

export default function CardStory() {
  const say = useSay();
  return (
    <Group title={say('十一月二十九日 星期日', 'Sunday 29 November')}>
      <Card title={say('楼下路灯', 'The lamp downstairs')}>
        <p>{say('三盏不亮了。', 'Three of them are out.')}</p>
        <p className="note">{say('昨天 19:20', 'yesterday 19:20')}</p>
      </Card>
      <Card>{say('没有标题的一张。', 'One without a title.')}</Card>
    </Group>
  );
}
