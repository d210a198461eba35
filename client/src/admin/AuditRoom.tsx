// The record: who looked, who changed what; newest first.
import { useState } from 'react';
import { useQuery } from 'urql';
import { usePreferences, useWords } from '../app/preferences.ts';
import { words as shellWords } from '../app/words.ts';
import { type AuditAction, AuditLogDocument } from '../generated/admin/graphql.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { SelectField } from '../ui/Field.tsx';
import { dateTime } from '../ui/time.ts';
import { words } from './words.ts';

export function AuditRoom() {
  const w = useWords(words);
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
      >
        <option value="">{w.allActions}</option>
        {Object.entries(w.actions).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
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
  const shell = useWords(shellWords);
  const { language } = usePreferences();
  const [{ data }] = useQuery({ query: AuditLogDocument, variables: { action, after } });
  const page = data?.auditLog;
  if (!page) return null;
  if (page.edges.length === 0) return after === null ? <EmptyState title={w.noEntries} /> : null;
  const { hasNextPage, endCursor } = page.pageInfo;
  return (
    <>
      <ul className="rows">
        {page.edges.map(({ node }) => (
          <li key={node.id} className="row row-top">
            <span className="row-when note numbers">{dateTime(node.at, language)}</span>
            <span className="row-what">
              <span>
                <strong>{node.actorTitle}</strong> {w.actions[node.action]}
                {node.subject && ` ${w.about(node.subject.name)}`}
              </span>
              {node.reason && <span className="note">{w.because(node.reason)}</span>}
              {node.detail !== null && (
                <details className="note">
                  <summary>{w.details}</summary>
                  <code className="detail">{JSON.stringify(node.detail)}</code>
                </details>
              )}
            </span>
          </li>
        ))}
      </ul>
      {hasNextPage && endCursor && onMore && (
        <button type="button" className="button" onClick={() => onMore(endCursor)}>
          {shell.more}
        </button>
      )}
    </>
  );
}
