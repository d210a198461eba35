import { PeopleOnDuty } from './PeopleOnDuty.tsx';
import { useSay } from './useSay.ts';

export default function PeopleOnDutyStory() {
  const say = useSay();
  return (
    <PeopleOnDuty
      people={[
        { title: say('李警官', 'Officer Li'), role: 'OFFICER' },
        { title: say('王网格员', 'Wang, grid worker'), role: 'GRID_WORKER' },
      ]}
    />
  );
}
