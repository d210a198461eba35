// The record: who looked, who changed what; newest first.
import { useState } from 'react';
import { useQuery } from 'urql';
import { type AuditAction, AuditLogDocument } from '../generated/admin/graphql.ts';
import { words as actionWords } from '../generated/enums/AuditAction.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { SelectField } from '../ui/Field.tsx';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { Row, Rows } from '../ui/Rows.tsx';
import { dateTime } from '../ui/time.ts';
import { words as uiWords } from '../ui/words.ts';
import { words } from './words.ts';

export function AuditRoom() {
  const w = useWords(words);
  const actions = useWords(actionWords);
  const [action, setAction] = useState<AuditAction | ''>('');
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  return (
    <section className="admin-room">
      <p className="note">{w.auditLead}</p>
      <SelectField
        label={w.action}
        value={action}
        onChange={(value) => {
          setAction(value as AuditAction | '');
          setCursors([null]);
        }}
        none={w.allActions}
        options={Object.entries(actions)}
      />
      <div className="card">
        {cursors.map((after, index) => (
          <Page
            key={`${action} ${after}`}
            action={action || null}
            after={after}
            onMore={index === cursors.length - 1 ? (cursor) => setCursors([...cursors, cursor]) : undefined}
          />
        ))}
      </div>
    </section>
  );
}

interface PageProps {
  action: AuditAction | null;
  after: string | null;
  onMore: ((cursor: string) => void) | undefined;
}

function Page({ action, after, onMore }: PageProps) {
  const w = useWords(words);
  const actions = useWords(actionWords);
  const ui = useWords(uiWords);
  const { language } = usePreferences();
  const [{ data }] = useQuery({ query: AuditLogDocument, variables: { action, after } });
  const page = data?.auditLog;
  if (!page) return null;
  if (page.edges.length === 0) return after === null ? <EmptyState title={w.noEntries} /> : null;
  const { hasNextPage, endCursor } = page.pageInfo;
  return (
    <>
      <Rows>
        {page.edges.map(({ node }) => (
          <Row key={node.id} start={<span className="row-when note numbers">{dateTime(node.at, language)}</span>}>
            <span>
              <strong>{node.actorTitle}</strong> {actions[node.action]}
              {node.subject && ` ${w.about(node.subject.name)}`}
            </span>
            {node.reason && <span className="note">{w.because(node.reason)}</span>}
            {node.detail !== null && (
              <details className="note">
                <summary>{w.details}</summary>
                <code className="detail">{JSON.stringify(node.detail)}</code>
              </details>
            )}
          </Row>
        ))}
      </Rows>
      {hasNextPage && endCursor && onMore && <Button label={ui.more} onClick={() => onMore(endCursor)} />}
    </>
  );
}
