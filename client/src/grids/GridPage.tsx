// A grid in one page, for those who work there: who is on duty, what residents care about, what is open, patrols, volunteers.
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { useMe } from '../app/useMe.ts';
import { StreetDocument } from '../generated/graphql.ts';
import { GridHeadDocument } from '../generated/grids/graphql.ts';
import { HotList } from '../hotlist/HotList.tsx';
import { useHotList } from '../hotlist/useHotList.ts';
import { useRead } from '../net/useRead.ts';
import { LinkButton } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { SelectField } from '../ui/Field.tsx';
import { Page } from '../ui/Page.tsx';
import { PeopleOnDuty } from '../ui/PeopleOnDuty.tsx';
import { useWords } from '../ui/preferences.ts';
import { PageSkeleton, PageWaits } from '../ui/Skeleton.tsx';
import { GridPatrols, GridShifts, GridTickets } from './parts.tsx';
import { words } from './words.ts';
import './grids.css';

export default function GridPage({ id }: { id?: string }) {
  const me = useMe();
  const isAllowed = me?.viewer?.can.readTickets === true && !me.myResident;
  const own = me?.viewer?.dutyGrids ?? [];
  const [{ data: street }] = useQuery({ query: StreetDocument, requestPolicy: 'cache-first', pause: !isAllowed });
  if (me && !isAllowed) return <SignInFirst />;
  const all = street?.grids.edges.map(({ node }) => node);
  // My own, or every one for those who answer for the whole street.
  const grids = own.length > 0 ? own : all;
  const shown = id ?? grids?.[0]?.id;
  if (!grids || !shown) return <PageSkeleton />;
  const choices = grids.some((one) => one.id === shown) ? grids : [...grids, ...(all ?? []).filter((one) => one.id === shown)];
  return <GridView key={shown} id={shown} choices={choices} />;
}

const TOP = 5;

function GridView({ id, choices }: { id: string; choices: readonly { id: string; name: string }[] }) {
  const w = useWords(words);
  const [, navigate] = useLocation();
  const me = useMe();
  const list = useHotList({ board: { gridId: id }, order: 'HOT', first: TOP });
  const { data, error, reread } = useRead({ query: GridHeadDocument, variables: { id }, requestPolicy: 'cache-and-network' });
  if (!data) return <PageWaits error={error} onRetry={reread} />;
  const grid = data.node?.__typename === 'Grid' ? data.node : null;
  if (!grid) {
    return (
      <EmptyState title={w.notFound}>
        <LinkButton label={w.title} href="/grid" />
      </EmptyState>
    );
  }
  return (
    <Page title={grid.name} lead={grid.community.name} isWide isLive>
      {choices.length > 1 && (
        <SelectField
          label={w.choose}
          value={id}
          onChange={(next) => navigate(`/grid/${next}`, { replace: true })}
          options={choices.map((one) => [one.id, one.name])}
        />
      )}
      <div className="grid-parts">
        <Card>{grid.onDuty.length > 0 ? <PeopleOnDuty people={grid.onDuty} /> : <p className="note">{w.nobody}</p>}</Card>
        <GridTickets gridId={id} />
        <Card title={w.hot}>
          <HotList list={list} order="HOT" expected={TOP} isCompact />
          <LinkButton label={w.allHot} href={`/hot?board=grid:${id}`} />
        </Card>
        {me?.viewer?.can.planPatrols && <GridPatrols gridId={id} />}
        <GridShifts gridId={id} />
      </div>
    </Page>
  );
}
