// The hot list, and beside it (or instead, on a phone) the issue that was opened.
import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { useMe } from '../app/useMe.ts';
import type { HotListOrder } from '../generated/graphql.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { useWords } from '../ui/preferences.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { useIsWide } from '../ui/useIsWide.ts';
import { BoardPicker, boardFromUrl } from './BoardPicker.tsx';
import { HotList } from './HotList.tsx';
import { HowRanked } from './HowRanked.tsx';
import { IssueDetail } from './IssueDetail.tsx';
import { StreetMap } from './StreetMap.tsx';
import { useHotList } from './useHotList.ts';
import { words } from './words.ts';
import './hot-page.css';

/** The largest page the API gives: a street's whole list. */
const SHOWN = 100;

export function HotPage({ issueId }: { issueId?: string }) {
  const isWide = useIsWide();
  const me = useMe();
  if (!isWide) return issueId ? <IssueDetail id={issueId} isAlone /> : <ListPane currentId={undefined} />;
  return (
    <div className="two-panes">
      <ListPane currentId={issueId} />
      <div className="page page-beside">
        {issueId ? <IssueDetail key={issueId} id={issueId} isAlone={false} /> : <StreetMap myGridId={me?.viewer?.homeGrid?.id} />}
      </div>
    </div>
  );
}

function ListPane({ currentId }: { currentId: string | undefined }) {
  const w = useWords(words);
  const [params, setParams] = useSearchParams();
  const [isExplained, setExplained] = useState(false);
  const me = useMe();
  const order = orderFromUrl(params.get('order'));
  const board = boardFromUrl(params.get('board'));
  const list = useHotList({ board, order, first: SHOWN });
  const change = (name: string, value: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );

  return (
    <div className="page hot-page">
      <header className="hot-head">
        <div className="page-head">
          <h1>{w.title}</h1>
          <LiveDot />
        </div>
        <p className="note">
          {w.lead} <Button label={w.how} kind="link" onClick={() => setExplained(true)} />{' '}
          {(!me?.viewer || me.viewer.can.raiseIssue) && <LinkButton label={w.raise} kind="link" href="/hot/new" />}
        </p>
        <div className="hot-filters">
          <Segmented
            label={w.order}
            value={order}
            onChange={(value) => change('order', value === 'HOT' ? '' : value.toLowerCase())}
            options={[
              { value: 'HOT', label: w.hot },
              { value: 'NEW', label: w.new },
              { value: 'TOP', label: w.top },
            ]}
          />
          <BoardPicker
            value={params.get('board') ?? ''}
            onChange={(value) => change('board', value)}
            homeGridId={me?.viewer?.homeGrid?.id}
          />
        </div>
      </header>
      {/* Another view is another list: nothing glides from one into the other. */}
      <HotList key={`${order} ${params.get('board')}`} list={list} order={order} expected={8} currentId={currentId} />
      {isExplained && <HowRanked onClose={() => setExplained(false)} />}
    </div>
  );
}

function orderFromUrl(text: string | null): HotListOrder {
  const order = text?.toUpperCase();
  return order === 'NEW' || order === 'TOP' ? order : 'HOT';
}
