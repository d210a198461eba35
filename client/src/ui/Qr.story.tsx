import { Qr } from './Qr.tsx';
import { useSay } from './useSay.ts';

export default function QrStory() {
  return <Qr text="7K3M9P" alt={useSay()('签到码', 'Check-in code')} />;
}
