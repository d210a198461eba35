// Who shares the work on an issue, and which tickets are about the same.
import { X } from 'lucide-react';
import { useState } from 'react';
import { useClient, useQuery } from 'urql';
import {
  AddOwnerDocument,
  CoOwnerCandidatesDocument,
  LinkTicketDocument,
  RemoveOwnerDocument,
  TicketToLinkDocument,
  UnlinkTicketDocument,
  type WayFragment,
} from '../generated/answers/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { SelectField, TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { useForm } from '../ui/useForm.ts';
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
  const submission = useSubmission();
  const { send, isSending } = submission;
  const [{ data }] = useQuery({ query: CoOwnerCandidatesDocument });
  const others = (data?.coOwnerCandidates ?? []).filter(({ id }) => !owners.some((owner) => owner.id === id));
  const [chosen, setChosen] = useState('');
  const staffId = others.some(({ id }) => id === chosen) ? chosen : (others[0]?.id ?? '');
  return (
    <section className="form">
      <h3>{w.owners}</h3>
      <ul className="way-list">
        {owners.map(({ id, title }) => (
          <li key={id}>
            {title}
            <Button
              icon={X}
              isSmall
              aria-label={w.remove(title)}
              disabled={isSending}
              onClick={() => send(RemoveOwnerDocument, { input: { hotIssueId, staffId: id } })}
            />
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <Form act={w.add} kind="plain" of={submission} onSend={() => send(AddOwnerDocument, { input: { hotIssueId, staffId } })}>
          <SelectField label={w.addOwner} value={staffId} onChange={setChosen} options={others.map(({ id, title }) => [id, title])} />
        </Form>
      )}
    </section>
  );
}

function Tickets({ issue: { id: hotIssueId, tickets } }: { issue: WayFragment }) {
  const w = useWords(words);
  const client = useClient();
  const form = useForm({ number: '' });
  const number = form.values.number.trim();
  const link = async () => {
    const { data } = await client.query(TicketToLinkDocument, { number }, { requestPolicy: 'network-only' }).toPromise();
    const ticketId = data?.ticketByNumber?.id;
    if (ticketId) return form.send(LinkTicketDocument, { input: { hotIssueId, ticketId } });
    form.mark('number', w.ticketUnknown);
  };
  return (
    <Form act={w.link} kind="plain" of={form} isReady={number !== ''} onSend={link} onDone={form.reset}>
      <h3>{w.tickets(tickets.length)}</h3>
      <ul className="way-list">
        {tickets.map(({ id, number: of }) => (
          <li key={id} className="numbers">
            {of}
            <Button
              icon={X}
              isSmall
              aria-label={w.unlink(of)}
              disabled={form.isSending}
              onClick={() => form.send(UnlinkTicketDocument, { input: { hotIssueId, ticketId: id } })}
            />
          </li>
        ))}
      </ul>
      <TextField label={w.ticketNumber} {...form.field('number')} hint={w.ticketHint} autoCapitalize="characters" />
    </Form>
  );
}
