import { Smartphone } from 'lucide-react';
import { Button } from './Button.tsx';
import { Row, Rows } from './Rows.tsx';
import { useSay } from './useSay.ts';

export default function RowsStory() {
  const say = useSay();
  return (
    <Rows>
      <Row end={say('2 小时', '2 h')}>
        <strong>{say('晚间巡逻', 'Evening patrol')}</strong>
        <span className="note">{say('11 月 28 日 · 东门', '28 November · East gate')}</span>
      </Row>
      <Row start={<Smartphone aria-hidden="true" />} end={<Button label={say('退出', 'Sign out')} isSmall />}>
        {say('另一部手机', 'Another phone')}
      </Row>
      <Row>{say('只有一句话', 'A sentence alone')}</Row>
    </Rows>
  );
}
