// Home: the alarm and 110 above all else, my grid and its people, the five most pressing issues, the street.
import { Phone } from 'lucide-react';
import { type ComponentType, lazy, Suspense } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { MeDocument, type MeQuery } from '../generated/graphql.ts';
import { HotList } from '../hotlist/HotList.tsx';
import { StreetMap } from '../hotlist/StreetMap.tsx';
import { useHotList } from '../hotlist/useHotList.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { LiveDot } from '../ui/LiveDot.tsx';
import { PeopleOnDuty } from '../ui/PeopleOnDuty.tsx';
import { changePreferences, usePreferences, useWords } from '../ui/preferences.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { AlarmButton } from './AlarmButton.tsx';
import { NextShift } from './NextShift.tsx';
import { words } from './words.ts';
import './home.css';

const TOP = 5;
const SIZES = ['normal', 'large', 'xlarge'] as const;

/** Not of the first load: without a network it comes from the phone, or not at all. */
const MyProgress = lazy(
  (): Promise<{ default: ComponentType }> => import('../tickets/MyProgress.tsx').catch(() => ({ default: () => null })),
);

/** Without its code the whole of home is there instead. */
const SimpleHome = lazy(
  (): Promise<{ default: ComponentType<{ me: MeQuery }> }> => import('./SimpleHome.tsx').catch(() => ({ default: WholeHome })),
);

export function HomePage() {
  const w = useWords(words);
  const { size } = usePreferences();
  const [{ data: me }] = useQuery({ query: MeDocument });
  const isSimple = size === 'xlarge';
  return (
    <div className={isSimple ? undefined : 'two-panes'}>
      <div className="page">
        <Card className="emergency" aria-label={w.emergencyTitle}>
          {!me?.viewer || me.viewer.can.report ? (
            <AlarmButton isSignedOut={me !== undefined && !me.viewer} />
          ) : (
            <>
              <div>
                <h2>{w.emergencyTitle}</h2>
                <p className="note">{w.emergency}</p>
              </div>
              <a className="button button-red" href="tel:110">
                <Phone aria-hidden="true" /> {w.call110}
              </a>
            </>
          )}
        </Card>
        <HomeHead me={me} />
        {(!isSimple || (me && !me.viewer)) && <WhoIsThere me={me} />}
        {isSimple ? (
          <Suspense fallback={<Card className="my-progress" aria-busy="true" />}>{me && <SimpleHome me={me} />}</Suspense>
        ) : (
          <WholeHome me={me} />
        )}
      </div>
      {!isSimple && (
        <div className="page page-beside">
          <StreetMap myGridId={me?.viewer?.homeGrid?.id} />
        </div>
      )}
    </div>
  );
}

/** What goes on: mine, my next shift, the hot list. */
function WholeHome({ me }: { me: MeQuery | undefined }) {
  const w = useWords(words);
  const list = useHotList({ board: null, order: 'HOT', first: TOP });
  return (
    <>
      <Mine me={me} />
      {me?.viewer?.can.serveShifts && <NextShift />}
      <Card className="home-hot">
        <header className="page-head">
          <h2>{w.hotList}</h2>
          <LiveDot />
        </header>
        <HotList list={list} order="HOT" expected={TOP} isCompact />
        <LinkButton label={w.all} className="home-all" href="/hot" />
      </Card>
    </>
  );
}

function HomeHead({ me }: { me: MeQuery | undefined }) {
  const w = useWords(words);
  const { language, size } = usePreferences();
  const grid = me?.viewer?.homeGrid;
  const title = grid?.name ?? me?.station.name;
  return (
    <header className="home-head">
      <div className="home-where">
        <h1>{title ?? <Skeleton width="7em" />}</h1>
        <p className="note">
          {me ? grid ? `${grid.community.name} · ${w.onDuty(grid.onDuty.length)}` : w.everyone : <Skeleton width="12em" />}
        </p>
      </div>
      <div className="home-switches">
        <Segmented
          label={w.textSize}
          value={size}
          onChange={(value) => changePreferences({ size: value })}
          options={SIZES.map((value) => ({ value, label: <span className={`size-${value}`}>{w.sizeLetter}</span>, name: w.sizes[value] }))}
        />
        <Button
          label={w.otherLanguage}
          isSmall
          aria-label={w.otherLanguageName}
          onClick={() => changePreferences({ language: language === 'zh' ? 'en' : 'zh' })}
        />
      </div>
    </header>
  );
}

/** How the person's own report goes on, or how to make one: both of one height, and as high before it is known. */
function Mine({ me }: { me: MeQuery | undefined }) {
  const w = useWords(words);
  const waiting = <Card className="my-progress" aria-busy="true" />;
  if (!me) return waiting;
  if (me.myResident) {
    return (
      <Suspense fallback={waiting}>
        <MyProgress />
      </Suspense>
    );
  }
  return (
    <Card className="my-progress" title={w.report}>
      <Link href="/report">{w.reportHint}</Link>
    </Card>
  );
}

/** The people of my grid, or the way to sign in: both of one height. */
function WhoIsThere({ me }: { me: MeQuery | undefined }) {
  const w = useWords(words);
  const { askToSignIn } = useSurroundings();
  const people = me?.viewer?.homeGrid?.onDuty;
  if (me && !me.viewer) {
    return (
      <Card className="home-people home-sign-in">
        <div>
          <h3>{w.signIn}</h3>
          {me.isDemo && <p className="note">{w.signInHint}</p>}
        </div>
        <Button label={w.signInButton} kind="main" isSmall onClick={askToSignIn} />
      </Card>
    );
  }
  return (
    <Card className="home-people">
      {people ? (
        <PeopleOnDuty people={people} />
      ) : me?.viewer ? (
        <strong>{me.viewer.title ?? me.viewer.name}</strong>
      ) : (
        <Skeleton width="10em" />
      )}
    </Card>
  );
}
