import { Facts } from './Facts.tsx';
import { useSay } from './useSay.ts';

export default function FactsStory() {
  const say = useSay();
  return (
    <>
      <Facts
        of={[
          [say('处理人', 'Handled by'), say('李警官', 'Officer Li')],
          [say('期限', 'Due'), '11-29 20:15'],
          [say('结果', 'Result'), null],
        ]}
      />
      <Facts
        isSums
        of={[
          [say('次数', 'Shifts'), 12],
          [say('小时', 'Hours'), 27.5],
          [say('评价', 'Rating'), '4.8'],
        ]}
      />
    </>
  );
}
