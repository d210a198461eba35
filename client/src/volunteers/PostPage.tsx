// The screen of a post: a QR code that changes all the time, large enough to be scanned from two steps away.
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { PostCodeDocument, PostsDocument } from '../generated/volunteers/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Code } from '../ui/Code.tsx';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { SelectField } from '../ui/Field.tsx';
import { useWords } from '../ui/preferences.ts';
import { Qr } from '../ui/Qr.tsx';
import { CardSkeleton, PageWaits } from '../ui/Skeleton.tsx';
import { NewPostSheet } from './NewPostSheet.tsx';
import { useRotating } from './useRotating.ts';
import { words } from './words.ts';
import './volunteers.css';

export default function PostPage() {
  const w = useWords(words);
  const [params, setParams] = useSearchParams();
  const me = useMe();
  const mayShow = me?.viewer?.can.showPosts ?? false;
  const { data, error, reread } = useRead({ query: PostsDocument, pause: !mayShow });
  const [isMaking, setMaking] = useState(false);
  if (me && !mayShow) return <SignInFirst />;
  if (!data) return <PageWaits error={error} onRetry={reread} />;
  const id = data.dutyPosts.find((post) => post.id === params.get('id'))?.id ?? data.dutyPosts[0]?.id;
  const show = (next: string) => setParams({ id: next }, { replace: true });
  return (
    <div className="page">
      <header>
        <div className="page-head">
          <h1>{w.postTitle}</h1>
          {me?.viewer?.can.manageVolunteers && <Button label={w.newPost} onClick={() => setMaking(true)} />}
        </div>
        <p className="note">{w.postLead}</p>
      </header>
      {id ? (
        <>
          <SelectField label={w.post} value={id} onChange={show} options={data.dutyPosts.map((post) => [post.id, post.name])} />
          <PostCode key={id} id={id} />
        </>
      ) : (
        <EmptyState title={w.noPosts} />
      )}
      {isMaking && (
        <NewPostSheet
          onMade={(made) => {
            reread();
            show(made);
          }}
          onClose={() => setMaking(false)}
        />
      )}
    </div>
  );
}

function PostCode({ id }: { id: string }) {
  const w = useWords(words);
  const { data, error, reread } = useRead({ query: PostCodeDocument, variables: { id }, requestPolicy: 'network-only' });
  const post = data?.node && 'code' in data.node ? data.node : null;
  const seconds = useRotating(post?.code?.changesAt ?? null, reread);
  if (error) return <ErrorState onRetry={reread} />;
  if (!post?.code) return <CardSkeleton />;
  const { code } = post.code;
  return (
    <Card title={post.name} className="post-code">
      <Qr text={`${location.origin}/check-in?code=${code}`} alt={w.qr} isLarge />
      <Code text={code} />
      <p className="note numbers">{w.changes(seconds)}</p>
    </Card>
  );
}
