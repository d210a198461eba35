// What the office offers for points: new rewards, their picture, stock, and what is withdrawn.
import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { useWords } from '../app/preferences.ts';
import { MeDocument } from '../generated/graphql.ts';
import { ShelfDocument, type ShelfRewardFragment } from '../generated/points/graphql.ts';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { SignInFirst } from '../ui/SignInFirst.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { RewardSheet } from './RewardSheet.tsx';
import { words } from './words.ts';
import './points.css';

export default function RewardsPage() {
  const w = useWords(words);
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const mayManage = me?.viewer?.can.manageRewards ?? false;
  const [{ data, error }, refetch] = useQuery({ query: ShelfDocument, pause: !mayManage, requestPolicy: 'cache-and-network' });
  const [open, setOpen] = useState<ShelfRewardFragment | 'new' | null>(null);
  useEffect(() => {
    document.title = `${w.shelf} · 携手`;
  }, [w]);
  if (me && !mayManage) return <SignInFirst />;
  const reread = () => refetch({ requestPolicy: 'network-only' });
  if (error && !data) return <ErrorState onRetry={reread} />;
  if (!data) return <PageSkeleton />;
  return (
    <div className="page">
      <div className="page-head">
        <h1>{w.shelf}</h1>
        <button type="button" className="button button-main" onClick={() => setOpen('new')}>
          {w.newReward}
        </button>
      </div>
      {data.rewards.edges.length === 0 && <EmptyState title={w.emptyShop} />}
      {data.rewards.edges.map(({ node }) => (
        <section key={node.id} className="card points-reward">
          {node.photo && <img className="points-photo" src={node.photo} alt="" loading="lazy" />}
          <h2>{node.name}</h2>
          <strong className="points-price numbers">{w.costs(node.points)}</strong>
          <p className="note">
            {w.left(node.stock)}
            {!node.isOffered && ` · ${w.withdrawn}`}
            {node.sponsor && ` · ${w.from(node.sponsor)}`}
          </p>
          <button type="button" className="button" aria-label={`${w.changeReward} ${node.name}`} onClick={() => setOpen(node)}>
            {w.changeReward}
          </button>
        </section>
      ))}
      {open && <RewardSheet reward={open === 'new' ? null : open} onDone={reread} onClose={() => setOpen(null)} />}
    </div>
  );
}
