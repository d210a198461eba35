// Home: the alarm and 110 above all else, my grid and its people, the five most pressing issues, the street.
import { Phone } from 'lucide-react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { changePreferences, usePreferences, useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { MeDocument, type MeQuery } from '../generated/graphql.ts';
import { HotList } from '../hotlist/HotList.tsx';
import { StreetMap } from '../hotlist/StreetMap.tsx';
import { useHotList } from '../hotlist/useHotList.ts';
import { LiveDot } from '../ui/LiveDot.tsx';
import { PeopleOnDuty } from '../ui/PeopleOnDuty.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { AlarmButton } from './AlarmButton.tsx';
import { NextShift } from './NextShift.tsx';
import { words } from './words.ts';
import './home.css';

const TOP = 5;

export function HomePage() {
  const w = useWords(words);
  const [{ data: me }] = useQuery({ query: MeDocument });
  const list = useHotList({ board: null, order: 'HOT', first: TOP });
  return (
    <div className="two-panes">
      <div className="page">
        <section className="card emergency" aria-label={w.emergencyTitle}>
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
        </section>
        <HomeHead me={me} />
        <WhoIsThere me={me} />
        {me?.viewer?.can.serveShifts && <NextShift />}
        <section className="card home-hot">
          <header className="page-head">
            <h2>{w.hotList}</h2>
            <LiveDot />
          </header>
          <HotList list={list} order="HOT" expected={TOP} isCompact />
          <Link className="button home-all" href="/hot">
            {w.all}
          </Link>
        </section>
      </div>
      <div className="page page-beside">
        <StreetMap myGridId={me?.viewer?.homeGrid?.id} />
      </div>
    </div>
  );
}

function HomeHead({ me }: { me: MeQuery | undefined }) {
  const w = useWords(words);
  const shell = useWords(shellWords);
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
        <button
          type="button"
          className="button button-small"
          aria-pressed={size !== 'normal'}
          onClick={() => changePreferences({ size: size === 'normal' ? 'large' : 'normal' })}
        >
          {size === 'normal' ? shell.largeText : shell.normalText}
        </button>
        <button
          type="button"
          className="button button-small"
          aria-label={shell.otherLanguageName}
          onClick={() => changePreferences({ language: language === 'zh' ? 'en' : 'zh' })}
        >
          {shell.otherLanguage}
        </button>
      </div>
    </header>
  );
}

/** The people of my grid, or the way to sign in: both of one height. */
function WhoIsThere({ me }: { me: MeQuery | undefined }) {
  const w = useWords(words);
  const { askToSignIn } = useSurroundings();
  const people = me?.viewer?.homeGrid?.onDuty;
  if (me && !me.viewer) {
    return (
      <section className="card home-people home-sign-in">
        <div>
          <h3>{w.signIn}</h3>
          {me.isDemo && <p className="note">{w.signInHint}</p>}
        </div>
        <button type="button" className="button button-main button-small" onClick={() => askToSignIn()}>
          {w.signInButton}
        </button>
      </section>
    );
  }
  return (
    <section className="card home-people">
      {people ? (
        <PeopleOnDuty people={people} />
      ) : me?.viewer ? (
        <strong>{me.viewer.title ?? me.viewer.name}</strong>
      ) : (
        <Skeleton width="10em" />
      )}
    </section>
  );
}
