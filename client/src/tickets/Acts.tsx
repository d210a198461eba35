// What the viewer may do with a ticket: the next step as the big button, the rest beside it; what needs words asks for them.
import { useEffect, useRef, useState } from 'react';
import { type TypedDocumentNode, useQuery } from 'urql';
import { StreetDocument } from '../generated/graphql.ts';
import type { TicketAct, TicketDetailFragment } from '../generated/tickets/graphql.ts';
import * as documents from '../generated/tickets/graphql.ts';
import { CategoryTiles } from '../hotlist/CategoryTiles.tsx';
import { Button } from '../ui/Button.tsx';
import { Check, Mistake, SelectField, TextArea } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { notify } from '../ui/notices.ts';
import { useWords } from '../ui/preferences.ts';
import { fromHere } from './accepting.ts';
import { FilesField } from './FilesField.tsx';
import { usePosting } from './usePosting.ts';
import { words } from './words.ts';

type Document = TypedDocumentNode<Record<string, unknown>, { input: Record<string, unknown> }>;

/** What an act asks for before it is done. */
type Asks = 'nothing' | 'part' | 'reason' | 'text' | 'result' | 'rating' | 'priority' | 'assignee' | 'grid';

interface Kind {
  document: Document;
  asks: Asks;
}

const kind = (document: unknown, asks: Asks): Kind => ({ document: document as Document, asks });

/** In the order in which they are offered: the first that is possible is the next step. */
const KINDS: Partial<Record<TicketAct, Kind>> = {
  ACCEPT: kind(documents.AcceptTicketDocument, 'nothing'),
  ARRIVE: kind(documents.ArriveTicketDocument, 'nothing'),
  CONFIRM: kind(documents.ConfirmTicketDocument, 'rating'),
  DISPATCH: kind(documents.DispatchTicketDocument, 'assignee'),
  TRIAGE: kind(documents.TriageTicketDocument, 'priority'),
  RESOLVE: kind(documents.ResolveTicketDocument, 'result'),
  END_MEDIATION: kind(documents.MediationEndTicketDocument, 'result'),
  DEPART: kind(documents.DepartTicketDocument, 'nothing'),
  RECALL: kind(documents.RecallTicketDocument, 'nothing'),
  NOTE: kind(documents.NoteTicketDocument, 'text'),
  DECLINE: kind(documents.DeclineTicketDocument, 'reason'),
  URGE: kind(documents.UrgeTicketDocument, 'nothing'),
  REOPEN: kind(documents.ReopenTicketDocument, 'reason'),
  APPEAL: kind(documents.AppealTicketDocument, 'reason'),
  ASK: kind(documents.AskTicketDocument, 'text'),
  TRANSFER: kind(documents.TransferTicketDocument, 'grid'),
  SPLIT: kind(documents.SplitTicketDocument, 'part'),
  MEDIATE: kind(documents.MediateTicketDocument, 'reason'),
  ESCALATE: kind(documents.EscalateTicketDocument, 'reason'),
  REJECT: kind(documents.RejectTicketDocument, 'reason'),
  WITHDRAW: kind(documents.WithdrawTicketDocument, 'nothing'),
};

/** Beyond these the rest is behind "more". */
const SHOWN = 3;

/** What acting on a ticket needs to know of it. */
type ActTicket = Pick<TicketDetailFragment, 'id' | 'number' | 'version' | 'priority' | 'source' | 'grid' | 'viewerCan' | 'needsPhoto'>;

export function Acts({ ticket }: { ticket: ActTicket }) {
  const w = useWords(words);
  const { post, isSending, problem } = usePosting();
  const [asked, setAsked] = useState<TicketAct | null>(null);
  const [isOpen, setOpen] = useState(false);
  const isPressed = useRef(false);
  const possible = (Object.keys(KINDS) as TicketAct[]).filter((act) => ticket.viewerCan.includes(act));
  if (possible.length === 0) return null;
  const shown = isOpen ? possible : possible.slice(0, SHOWN);
  const press = async (act: TicketAct) => {
    const { document, asks } = KINDS[act] as Kind;
    if (asks !== 'nothing') return setAsked(act);
    if (isPressed.current) return; // a second tap
    isPressed.current = true;
    const input = { ticketId: ticket.id, expectedVersion: ticket.version, ...(act === 'ACCEPT' ? await fromHere() : {}) };
    const posted = await post(document as never, { input, files: [], label: `${w.acts[act]} ${ticket.number}` });
    isPressed.current = false;
    if (posted) notify({ text: posted === 'kept' ? w.kept : w.did[act] });
  };
  return (
    <section className="ticket-acts">
      <div className="actions">
        {shown.map((act, index) => (
          <Button key={act} label={w.acts[act]} kind={index === 0 ? 'main' : undefined} disabled={isSending} onClick={() => press(act)} />
        ))}
        {!isOpen && possible.length > SHOWN && <Button label={w.moreActs} onClick={() => setOpen(true)} />}
      </div>
      <Mistake text={problem || undefined} />
      {asked && <ActSheet act={asked} ticket={ticket} onClose={() => setAsked(null)} />}
    </section>
  );
}

export function ActSheet({ act, ticket, onClose }: { act: TicketAct; ticket: ActTicket; onClose: () => void }) {
  const w = useWords(words);
  const posting = usePosting();
  const { mistakeOf } = posting;
  const [files, setFiles] = useState<readonly Blob[]>([]);
  const { document, asks } = KINDS[act] as Kind;
  const [text, setText] = useState('');
  const [choice, setChoice] = useState('');
  const [isFalseAlarm, setFalseAlarm] = useState(false);
  const input: Record<Asks, object> = {
    nothing: {},
    part: { category: choice, description: text },
    reason: { reason: text },
    text: { text },
    result: { result: text, ...(act === 'RESOLVE' ? { isFalseAlarm } : {}) },
    rating: { rating: Number(choice) || 0, comment: text },
    priority: { priority: choice || ticket.priority },
    assignee: choice ? { assigneeId: choice } : {},
    grid: { gridId: choice || null, reason: text },
  };
  const send = () =>
    posting.post(document as never, {
      input: { ticketId: ticket.id, expectedVersion: ticket.version, ...input[asks] },
      files,
      label: `${w.acts[act]} ${ticket.number}`,
    });
  const labels: Partial<Record<Asks, string>> = {
    reason: w.reason,
    text: w.text,
    result: w.resultLabel,
    rating: w.comment,
    grid: w.reason,
    part: w.partWords,
  };
  const label = labels[asks];
  return (
    <FormSheet
      title={w.acts[act]}
      act={w.doIt}
      of={posting}
      onSend={send}
      says={(posted) => (posted === 'kept' ? w.kept : (w.did[act] ?? ''))}
      onClose={onClose}
      canCancel
    >
      {asks === 'rating' && <RatingField value={choice} onChange={setChoice} mistake={mistakeOf('rating')} />}
      {asks === 'priority' && (
        <SelectField
          label={w.priority}
          value={choice || ticket.priority}
          onChange={setChoice}
          options={['P1', 'P2', 'P3', 'P4'].map((priority) => [priority, priority])}
        />
      )}
      {asks === 'assignee' && <AssigneeField ticketId={ticket.id} value={choice} onChange={setChoice} mistake={mistakeOf('assigneeId')} />}
      {asks === 'part' && <CategoryTiles value={choice} onChange={setChoice} mistake={mistakeOf('category')} />}
      {asks === 'grid' && <GridField value={choice} exceptId={ticket.grid?.id} onChange={setChoice} mistake={mistakeOf('gridId')} />}
      {label && (
        <TextArea
          label={label}
          value={text}
          onChange={setText}
          mistake={mistakeOf('reason') ?? mistakeOf('text') ?? mistakeOf('result') ?? mistakeOf('comment') ?? mistakeOf('description')}
        />
      )}
      {(act === 'RESOLVE' || act === 'NOTE') && (
        <FilesField
          files={files}
          onChange={setFiles}
          label={act === 'RESOLVE' ? (ticket.needsPhoto ? w.photosAfterNeeded : w.photosAfter) : w.photos}
          mistake={mistakeOf('attachmentIds')}
        />
      )}
      {act === 'RESOLVE' && ticket.source === 'ALARM' && <Check label={w.falseAlarm} value={isFalseAlarm} onChange={setFalseAlarm} />}
    </FormSheet>
  );
}

interface ChoiceProps {
  value: string;
  onChange(value: string): void;
  mistake: string | undefined;
}

/** Five levels 好差评, the best first. */
function RatingField({ value, onChange, mistake }: ChoiceProps) {
  const w = useWords(words);
  return (
    <fieldset className="field">
      <legend className="field-name">{w.rating}</legend>
      {[5, 4, 3, 2, 1].map((rating) => (
        <label key={rating} className="check">
          <input type="radio" name="rating" checked={value === String(rating)} onChange={() => onChange(String(rating))} />
          {w.ratings[rating - 1]}
        </label>
      ))}
      <Mistake text={mistake} />
    </fieldset>
  );
}

export function AssigneeField({ ticketId, value, onChange, mistake }: ChoiceProps & { ticketId: string }) {
  const w = useWords(words);
  const [{ data }] = useQuery({ query: documents.SuggestionsDocument, variables: { id: ticketId }, requestPolicy: 'network-only' });
  const suggestions = data?.node?.__typename === 'Ticket' ? data.node.suggestedAssignees : undefined;
  const first = suggestions?.[0]?.assignee.id ?? '';
  // Who is shown as chosen is who is sent, whatever the server would suggest by then.
  useEffect(() => {
    if (!value && first) onChange(first);
  }, [value, first, onChange]);
  return (
    <fieldset className="field" aria-busy={!suggestions}>
      <legend className="field-name">{w.assignee}</legend>
      {suggestions?.length === 0 && <p className="note">{w.noSuggestion}</p>}
      {suggestions?.map(({ assignee, reason, metres, openCount, practice }, index) => (
        <label key={assignee.id} className="check">
          <input
            type="radio"
            name="assignee"
            checked={value === assignee.id}
            // biome-ignore lint/a11y/noAutofocus: the sheet was opened to choose
            autoFocus={index === 0}
            onChange={() => onChange(assignee.id)}
          />
          <span>
            {assignee.title}
            <span className="note">
              {' '}
              {reason === 'SERVES_GRID' ? w.servesGrid : reason === 'ESTATE' ? w.estate : metres !== null ? w.metres(metres) : ''} ·{' '}
              {w.openCount(openCount)}
              {practice > 0 && ` · ${w.practice(practice)}`}
            </span>
          </span>
        </label>
      ))}
      <Mistake text={mistake} />
    </fieldset>
  );
}

function GridField({ value, exceptId, onChange, mistake }: ChoiceProps & { exceptId: string | undefined }) {
  const w = useWords(words);
  const [{ data }] = useQuery({ query: StreetDocument, requestPolicy: 'cache-first' });
  return (
    <SelectField
      label={w.toGrid}
      value={value}
      onChange={onChange}
      mistake={mistake}
      none=""
      options={data?.grids.edges.filter(({ node }) => node.id !== exceptId).map(({ node }) => [node.id, node.name])}
    />
  );
}
