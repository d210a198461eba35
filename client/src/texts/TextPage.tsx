// A text of the station: the version in force, or an earlier one, and all there have been.
import { Phone } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import {
  StationTextDocument,
  type StationTextKind,
  StationTextVersionDocument,
  type TextVersionHeadFragment,
} from '../generated/texts/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { LinkButton } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx';
import { Page } from '../ui/Page.tsx';
import { type Language, usePreferences, useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { dayOf } from '../ui/time.ts';
import { Prose } from './Prose.tsx';
import { words } from './words.ts';

/** Which text it is stands in the address. */
export default function TextPage({ version }: { version?: string }) {
  const [path] = useLocation();
  const kind = path.split('/')[1]?.toUpperCase() as StationTextKind;
  return version ? <EarlierVersion kind={kind} id={version} /> : <CurrentVersion kind={kind} />;
}

const pathOf = (kind: StationTextKind) => `/${kind.toLowerCase()}`;

interface Read {
  textZh: string;
  textEn: string;
}

const textIn = ({ textZh, textEn }: Read, language: Language) => (language === 'zh' ? textZh : textEn);

function CurrentVersion({ kind }: { kind: StationTextKind }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { data, error, reread } = useRead({ query: StationTextDocument, variables: { kind } });
  if (!data) return error ? <ErrorState onRetry={reread} /> : <PageSkeleton />;
  const { current, versions } = data.stationText;
  return (
    <Page title={w.names[kind]} lead={w.version(current.number, dayOf(current.publishedAt, language))}>
      <Card>
        <Prose text={textIn(current, language)} language={language} />
      </Card>
      {kind === 'HELP' && <ToAPerson />}
      {versions.edges.length > 1 && <History kind={kind} versions={versions.edges.map(({ node }) => node)} />}
    </Page>
  );
}

function EarlierVersion({ kind, id }: { kind: StationTextKind; id: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const { data, error, fetching, reread } = useRead({ query: StationTextVersionDocument, variables: { id } });
  const version = data?.node?.__typename === 'StationTextVersion' && data.node.kind === kind ? data.node : null;
  if (!version) {
    if (fetching) return <PageSkeleton />;
    if (error) return <ErrorState onRetry={reread} />;
    return (
      <EmptyState title={w.gone} hint={w.goneHint}>
        <LinkButton label={w.toCurrent} href={pathOf(kind)} />
      </EmptyState>
    );
  }
  return (
    <Page title={w.names[kind]}>
      <p className="texts-past">
        {w.past(version.number, dayOf(version.publishedAt, language))} <Link href={pathOf(kind)}>{w.toCurrent}</Link>
      </p>
      <Card>
        <Prose text={textIn(version, language)} language={language} />
      </Card>
    </Page>
  );
}

/** What has been changed, and when; the newest first. */
function History({ kind, versions }: { kind: StationTextKind; versions: readonly TextVersionHeadFragment[] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <Card title={w.history}>
      <Rows>
        {versions.map(({ id, number, publishedAt, noteZh, noteEn }, index) => (
          <Row key={id}>
            {index === 0 ? (
              <strong>
                {w.historyRow(number, dayOf(publishedAt, language))} · {w.inForce}
              </strong>
            ) : (
              <Link href={`${pathOf(kind)}/${id}`}>{w.historyRow(number, dayOf(publishedAt, language))}</Link>
            )}
            <span className="note">{language === 'zh' ? noteZh : noteEn}</span>
          </Row>
        ))}
      </Rows>
    </Card>
  );
}

/** At the end of what is read for help. */
function ToAPerson() {
  const w = useWords(words);
  return (
    <Card title={w.inDanger} className="texts-human">
      <a className="button button-red" href="tel:110">
        <Phone aria-hidden="true" /> {w.call110}
      </a>
    </Card>
  );
}
