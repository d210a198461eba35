import { Clock } from 'lucide-react';
import { Tag } from './Tag.tsx';
import { useSay } from './useSay.ts';

export default function TagStory() {
  const say = useSay();
  return (
    <p>
      <Tag tone="note">{say('已提交', 'Submitted')}</Tag>{' '}
      <Tag tone="wait">
        <Clock aria-hidden="true" /> {say('处理中', 'In progress')}
      </Tag>{' '}
      <Tag tone="good">{say('已解决', 'Resolved')}</Tag> <Tag tone="bad">{say('已超时', 'Overdue')}</Tag>{' '}
      <Tag tone="calm">{say('已取消', 'Cancelled')}</Tag>
    </p>
  );
}
