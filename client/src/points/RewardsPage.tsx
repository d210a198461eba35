// What the office offers for points: new rewards, their picture, stock, and what is withdrawn.
import { useState } from 'react';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { ShelfDocument, type ShelfRewardFragment } from '../generated/points/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { useWords } from '../ui/preferences.ts';
import { PageWaits } from '../ui/Skeleton.tsx';
import { RewardSheet } from './RewardSheet.tsx';
import { words } from './words.ts';
import './points.css';

export default function RewardsPage() {
  const w = useWords(words);
  const me = useMe();
  const mayManage = me?.viewer?.can.manageRewards ?? false;
  const { data, error, reread } = useRead({ query: ShelfDocument, pause: !mayManage, requestPolicy: 'cache-and-network' });
  const [open, setOpen] = useState<ShelfRewardFragment | 'new' | null>(null);
  if (me && !mayManage) return <SignInFirst />;
  if (!data) return <PageWaits error={error} onRetry={reread} />;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{w.shelf}</h1>
        <Button label={w.newReward} kind="main" onClick={() => setOpen('new')} />
      </div>
      {data.rewards.edges.length === 0 && <EmptyState title={w.emptyShop} />}
      {data.rewards.edges.map(({ node }) => (
        <Card className="points-reward" key={node.id}>
          {node.photo && <img className="points-photo" src={node.photo} alt="" loading="lazy" />}
          <h2>{node.name}</h2>
          <strong className="points-price numbers">{w.costs(node.points)}</strong>
          <p className="note">
            {w.left(node.stock)}
            {!node.isOffered && ` · ${w.withdrawn}`}
            {node.sponsor && ` · ${w.from(node.sponsor)}`}
          </p>
          <Button label={w.changeReward} aria-label={`${w.changeReward} ${node.name}`} onClick={() => setOpen(node)} />
        </Card>
      ))}
      {open && <RewardSheet reward={open === 'new' ? null : open} onDone={reread} onClose={() => setOpen(null)} />}
    </div>
  );
}
