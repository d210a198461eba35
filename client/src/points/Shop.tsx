// What points buy, with stock that is live.
import { useState } from 'react';
import { useSubscription } from 'urql';
import { RedeemDocument, type RewardCardFragment, RewardStockUpdatedDocument, RewardsDocument } from '../generated/points/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { Mistake } from '../ui/Field.tsx';
import { notify } from '../ui/notices.ts';
import { useWords } from '../ui/preferences.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { CardSkeleton } from '../ui/Skeleton.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

export function Shop({ balance, onRedeemed }: { balance: number; onRedeemed: () => void }) {
  const w = useWords(words);
  const { data, error, reread } = useRead({ query: RewardsDocument });
  const [{ data: live }] = useSubscription({ query: RewardStockUpdatedDocument });
  const [wanted, setWanted] = useState<RewardCardFragment | null>(null);
  const rewards = live?.rewardStockUpdated ?? data?.rewards.edges.map(({ node }) => node);
  if (error && !rewards) return <ErrorState onRetry={reread} />;
  if (!rewards) return <CardSkeleton />;
  if (rewards.length === 0) return <EmptyState title={w.emptyShop} hint={w.emptyShopHint} />;
  return (
    <>
      {rewards.map((reward) => (
        <RewardCard key={reward.id} reward={reward} balance={balance} onWant={() => setWanted(reward)} />
      ))}
      {wanted && <RedeemSheet reward={wanted} balance={balance} onClose={() => setWanted(null)} onRedeemed={onRedeemed} />}
    </>
  );
}

function RewardCard({ reward, balance, onWant }: { reward: RewardCardFragment; balance: number; onWant: () => void }) {
  const w = useWords(words);
  const { name, description, photo, points, stock, perPerson, sponsor, counter } = reward;
  const lacking = points - balance;
  return (
    <Card className="points-reward">
      {photo && <img className="points-photo" src={photo} alt="" loading="lazy" />}
      <h2>{name}</h2>
      <strong className="points-price numbers">{w.costs(points)}</strong>
      {description && <p className="points-text">{description}</p>}
      <p className="note">
        {stock > 0 ? w.left(stock) : w.soldOut}
        {perPerson !== null && ` · ${w.perPerson(perPerson)}`}
        {sponsor && ` · ${w.from(sponsor)}`}
      </p>
      {counter && <p className="note">{w.at(counter)}</p>}
      <Button
        label={stock === 0 ? w.soldOut : lacking > 0 ? w.lacking(lacking) : w.redeem}
        kind="main"
        disabled={stock === 0 || lacking > 0}
        onClick={onWant}
      />
    </Card>
  );
}

interface RedeemProps {
  reward: RewardCardFragment;
  balance: number;
  onClose: () => void;
  onRedeemed: () => void;
}

function RedeemSheet({ reward: { id, name, points }, balance, onClose, onRedeemed }: RedeemProps) {
  const w = useWords(words);
  const { send, isSending, problem } = useSubmission();
  const redeem = async () => {
    if (!(await send(RedeemDocument, { rewardId: id }))) return;
    notify({ text: w.redeemed(name) });
    onClose();
    onRedeemed();
  };
  return (
    <Sheet title={w.confirmTitle(name)} onClose={onClose}>
      <p>{w.confirm(points, balance - points)}</p>
      <Mistake text={problem || undefined} />
      <Button label={w.confirmButton} kind="main" disabled={isSending} onClick={redeem} />
    </Sheet>
  );
}
