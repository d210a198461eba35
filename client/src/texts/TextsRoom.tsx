// Where an administrator writes the station's texts: both languages, how they will be read, what has been before.
import { useState } from 'react';
import { Link } from 'wouter';
import { PublishTextDocument, type StationTextKind, TextToEditDocument, type TextToEditQuery } from '../generated/texts/graphql.ts';
import { useRead } from '../net/useRead.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { ErrorState } from '../ui/EmptyState.tsx';
import { SelectField, TextArea, TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { type Language, usePreferences, useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
import { Segmented } from '../ui/Segmented.tsx';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { dateTime } from '../ui/time.ts';
import { useDraft } from '../ui/useDraft.ts';
import { useIsWide } from '../ui/useIsWide.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { Prose } from './Prose.tsx';
import { words } from './words.ts';

type Text = TextToEditQuery['stationText'];

const ROWS = 18;

export function TextsRoom() {
  const w = useWords(words);
  const [kind, choose] = useState<StationTextKind>('TERMS');
  const { data, error, reread } = useRead({ query: TextToEditDocument, variables: { kind } });
  return (
    <section className="admin-room">
      <p className="note">{w.lead}</p>
      <SelectField<StationTextKind>
        label={w.which}
        value={kind}
        onChange={choose}
        options={Object.entries(w.names) as [StationTextKind, string][]}
      />
      {data ? (
        <>
          <Editor key={kind} kind={kind} text={data.stationText} onChanged={reread} />
          <Versions kind={kind} text={data.stationText} />
        </>
      ) : error ? (
        <ErrorState onRetry={reread} />
      ) : (
        <PageSkeleton />
      )}
    </section>
  );
}

interface EditorProps {
  kind: StationTextKind;
  text: Text;
  onChanged(): void;
}

function Editor({ kind, text: { current, blanks }, onChanged }: EditorProps) {
  const w = useWords(words);
  const submission = useSubmission();
  const started = { from: current.number, textZh: current.sourceZh, textEn: current.sourceEn, noteZh: '', noteEn: '' };
  const [draft, change, forget] = useDraft(`text.${kind}`, started);
  const { from, ...written } = draft;
  const isOvertaken = from !== current.number;
  const field = (name: 'textZh' | 'textEn' | 'noteZh' | 'noteEn') => ({
    value: draft[name],
    onChange: (value: string) => {
      change({ [name]: value });
      submission.unmark(name);
    },
    mistake: submission.mistakeOf(name),
  });
  const publish = async () => {
    const published = await submission.send(PublishTextDocument, { input: { kind, expectedVersion: from, ...written } });
    // Somebody else may have been first: their version is shown beside what is written here.
    if (!published) onChanged();
    return published;
  };
  const startFrom = ({ number, sourceZh, sourceEn }: Pick<Text['current'], 'number' | 'sourceZh' | 'sourceEn'>) => {
    forget();
    change({ from: number, textZh: sourceZh, textEn: sourceEn, noteZh: '', noteEn: '' });
    submission.clear();
  };
  return (
    <>
      <Format blanks={blanks} />
      {isOvertaken && (
        <div className="texts-past stack" role="status">
          <p>{w.overtaken(current.number, from)}</p>
          <div className="actions">
            <Button
              label={w.keepMine}
              onClick={() => {
                change({ from: current.number });
                submission.clear();
              }}
            />
            <Button label={w.takeTheirs} onClick={() => startFrom(current)} />
          </div>
        </div>
      )}
      <Form
        act={w.publishAs(from + 1)}
        of={submission}
        onSend={publish}
        says={w.published}
        onDone={({ text }) => {
          startFrom(text.current);
          onChanged();
        }}
      >
        <Written language="zh" label={w.textZh} blanks={blanks} {...field('textZh')} />
        <Written language="en" label={w.textEn} blanks={blanks} {...field('textEn')} />
        <TextField label={w.noteZh} hint={w.noteHint} autoComplete="off" {...field('noteZh')} />
        <TextField label={w.noteEn} autoComplete="off" {...field('noteEn')} />
        {(kind === 'TERMS' || kind === 'PRIVACY') && <p className="note">{w.agreesAgain}</p>}
      </Form>
    </>
  );
}

interface WrittenProps {
  language: Language;
  label: string;
  blanks: Text['blanks'];
  value: string;
  onChange(value: string): void;
  mistake: string | undefined;
}

/** One language: as it is written, and as it is read; side by side where there is room. */
function Written({ language, label, blanks, ...field }: WrittenProps) {
  const w = useWords(words);
  const isWide = useIsWide();
  const [shown, show] = useState<'edit' | 'preview'>('edit');
  const isRead = isWide || shown === 'preview';
  return (
    <div className="texts-written">
      {!isWide && (
        <Segmented
          label={`${w.view}: ${label}`}
          value={shown}
          onChange={show}
          options={[
            { value: 'edit', label: `${label} · ${w.edit}` },
            { value: 'preview', label: w.preview },
          ]}
        />
      )}
      {(isWide || shown === 'edit') && <TextArea label={label} rows={ROWS} {...field} />}
      {isRead && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard, too
        <section className="texts-preview" aria-label={`${w.preview}: ${label}`} tabIndex={0}>
          <Prose text={filled(field.value, blanks, language)} language={language} />
        </section>
      )}
    </div>
  );
}

/** As the server fills it in. */
const filled = (text: string, blanks: Text['blanks'], language: Language) =>
  text.replace(/\{(\w{1,20})\}/g, (braces, word: string) => blanks.find(({ name }) => name === word)?.[language] ?? braces);

function Format({ blanks }: Pick<Text, 'blanks'>) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <details className="more">
      <summary>{w.format}</summary>
      <ul className="texts-format">
        {w.formatLines.map((line) => (
          <li key={line}>{line}</li>
        ))}
        <li>{w.blanks}</li>
        {blanks.map(({ name, [language]: read }) => (
          <li key={name} className="note">
            <code>{`{${name}}`}</code> {read}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Versions({ kind, text }: { kind: StationTextKind; text: Text }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <Card title={w.all}>
      <Rows>
        {text.versions.edges.map(({ node: { id, number, publishedAt, publishedBy, noteZh, noteEn } }) => (
          <Row
            key={id}
            end={
              <Link href={`/${kind.toLowerCase()}/${id}`} aria-label={`${w.open}: ${w.historyRow(number, '')}`}>
                {w.open}
              </Link>
            }
          >
            <strong>{w.historyRow(number, dateTime(publishedAt, language))}</strong>
            <span className="note">
              {language === 'zh' ? noteZh : noteEn} · {publishedBy ? w.by(publishedBy) : w.shipped}
            </span>
          </Row>
        ))}
      </Rows>
    </Card>
  );
}
