// The screen of a post: a QR code that changes all the time, large enough to be scanned from two steps away.
import { useEffect, useState } from 'react';
import { renderSVG } from 'uqr';
import { useQuery } from 'urql';
import { useSearchParams } from 'wouter';
import { useWords } from '../app/preferences.ts';
import { MeDocument } from '../generated/graphql.ts';
import { PostCodeDocument, PostsDocument } from '../generated/volunteers/graphql.ts';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { SelectField } from '../ui/Field.tsx';
import { SignInFirst } from '../ui/SignInFirst.tsx';
import { CardSkeleton, PageSkeleton } from '../ui/Skeleton.tsx';
import { NewPostSheet } from './NewPostSheet.tsx';
import { useRotating } from './useRotating.ts';
import { words } from './words.ts';
import './volunteers.css';

export default function PostPage() {
  const w = useWords(words);
  const [params, setParams] = useSearchParams();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const mayShow = me?.viewer?.can.showPosts ?? false;
  const [{ data, error }, refetch] = useQuery({ query: PostsDocument, pause: !mayShow });
  const [isMaking, setMaking] = useState(false);
  useEffect(() => {
    document.title = `${w.postTitle} · 携手`;
  }, [w]);
  if (me && !mayShow) return <SignInFirst />;
  if (error && !data) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return <PageSkeleton />;
  const id = data.dutyPosts.find((post) => post.id === params.get('id'))?.id ?? data.dutyPosts[0]?.id;
  const show = (next: string) => setParams({ id: next }, { replace: true });
  return (
    <div className="page">
      <header>
        <div className="page-head">
          <h1>{w.postTitle}</h1>
          {me?.viewer?.can.manageVolunteers && (
            <button type="button" className="button" onClick={() => setMaking(true)}>
              {w.newPost}
            </button>
          )}
        </div>
        <p className="note">{w.postLead}</p>
      </header>
      {id ? (
        <>
          <SelectField label={w.post} value={id} onChange={show}>
            {data.dutyPosts.map((post) => (
              <option key={post.id} value={post.id}>
                {post.name}
              </option>
            ))}
          </SelectField>
          <PostCode key={id} id={id} />
        </>
      ) : (
        <EmptyState title={w.noPosts} />
      )}
      {isMaking && (
        <NewPostSheet
          onMade={(made) => {
            refetch({ requestPolicy: 'network-only' });
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
  const [{ data, error }, refetch] = useQuery({ query: PostCodeDocument, variables: { id }, requestPolicy: 'network-only' });
  const post = data?.node && 'code' in data.node ? data.node : null;
  const seconds = useRotating(post?.code?.changesAt ?? null, () => refetch({ requestPolicy: 'network-only' }));
  if (error) return <ErrorState onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!post?.code) return <CardSkeleton />;
  const { code } = post.code;
  const picture = renderSVG(`${location.origin}/check-in?code=${code}`, { border: 2 });
  return (
    <section className="card post-code">
      <h2>{post.name}</h2>
      <img className="post-qr" src={`data:image/svg+xml;utf8,${encodeURIComponent(picture)}`} alt={w.qr} />
      <p className="numbers check-code">{code}</p>
      <p className="note numbers">{w.changes(seconds)}</p>
    </section>
  );
}
