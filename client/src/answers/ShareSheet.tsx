// Who shares the work on an issue, and which tickets are about the same.
import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { useWords } from '../app/preferences.ts';
import {
  AddOwnerDocument,
  CoOwnerCandidatesDocument,
  LinkTicketDocument,
  RemoveOwnerDocument,
  TicketToLinkDocument,
  UnlinkTicketDocument,
  type WayFragment,
} from '../generated/answers/graphql.ts';
import { Mistake, SelectField, TextField } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

export function ShareSheet({ issue, onClose }: { issue: WayFragment; onClose: () => void }) {
  const w = useWords(words);
  return (
    <Sheet title={w.share} onClose={onClose}>
      <Owners issue={issue} />
      <Tickets issue={issue} />
    </Sheet>
  );
}

function Owners({ issue: { id: hotIssueId, owners } }: { issue: WayFragment }) {
  const w = useWords(words);
  const { send, isSending, problem } = useSubmission();
  const [{ data }] = useQuery({ query: CoOwnerCandidatesDocument });
  const others = (data?.coOwnerCandidates ?? []).filter(({ id }) => !owners.some((owner) => owner.id === id));
  const [chosen, setChosen] = useState('');
  const staffId = others.some(({ id }) => id === chosen) ? chosen : (others[0]?.id ?? '');
  const add = async (event: FormEvent) => {
    event.preventDefault();
    await send(AddOwnerDocument, { input: { hotIssueId, staffId } });
  };
  return (
    <form className="form" onSubmit={add} noValidate>
      <h3>{w.owners}</h3>
      <ul className="way-list">
        {owners.map(({ id, title }) => (
          <li key={id}>
            {title}
            <button
              type="button"
              className="button button-small"
              aria-label={w.remove(title)}
              disabled={isSending}
              onClick={() => send(RemoveOwnerDocument, { input: { hotIssueId, staffId: id } })}
            >
              <X aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <>
          <SelectField label={w.addOwner} value={staffId} onChange={setChosen}>
            {others.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </SelectField>
          <button type="submit" className="button" disabled={isSending}>
            {w.add}
          </button>
        </>
      )}
      <Mistake text={problem || undefined} />
    </form>
  );
}

function Tickets({ issue: { id: hotIssueId, tickets } }: { issue: WayFragment }) {
  const w = useWords(words);
  const client = useClient();
  const { send, isSending, problem, mark, mistakeOf } = useSubmission();
  const [number, setNumber] = useState('');
  const link = async (event: FormEvent) => {
    event.preventDefault();
    const { data } = await client.query(TicketToLinkDocument, { number: number.trim() }, { requestPolicy: 'network-only' }).toPromise();
    const ticketId = data?.ticketByNumber?.id;
    if (!ticketId) return mark('number', w.ticketUnknown);
    if (await send(LinkTicketDocument, { input: { hotIssueId, ticketId } })) setNumber('');
  };
  return (
    <form className="form" onSubmit={link} noValidate>
      <h3>{w.tickets(tickets.length)}</h3>
      <ul className="way-list">
        {tickets.map(({ id, number: of }) => (
          <li key={id} className="numbers">
            {of}
            <button
              type="button"
              className="button button-small"
              aria-label={w.unlink(of)}
              disabled={isSending}
              onClick={() => send(UnlinkTicketDocument, { input: { hotIssueId, ticketId: id } })}
            >
              <X aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      <TextField
        label={w.ticketNumber}
        value={number}
        onChange={setNumber}
        hint={w.ticketHint}
        mistake={mistakeOf('number')}
        autoCapitalize="characters"
      />
      <Mistake text={problem || undefined} />
      <button type="submit" className="button" disabled={isSending || !number.trim()}>
        {w.link}
      </button>
    </form>
  );
}
