// What the board asks before it acts: whom to send, into which ticket to merge, under which name to keep a view.
import { useState } from 'react';
import type { BoardTicketFragment } from '../generated/tickets/graphql.ts';
import { AssigneeField } from '../tickets/Acts.tsx';
import { words as ticketWords } from '../tickets/words.ts';
import { TextField } from '../ui/Field.tsx';
import { FormSheet } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { Sheet } from '../ui/Sheet.tsx';
import { useTicketName } from './TicketTile.tsx';
import type { Unit } from './useBoard.ts';
import { words } from './words.ts';

/** Of a sheet that answers at once: sending is the board's. */
const AT_ONCE = { isSending: false, problem: '' };

/** One: with suggestions and their reasons. Several: anybody on duty. */
export function AssignSheet({
  tickets,
  units,
  onAssign,
  onClose,
}: {
  tickets: readonly BoardTicketFragment[];
  units: readonly Unit[];
  onAssign(assigneeId: string): void;
  onClose(): void;
}) {
  const w = useWords(words);
  const tw = useWords(ticketWords);
  const [choice, setChoice] = useState('');
  const [only] = tickets;
  return (
    <FormSheet
      title={tickets.length === 1 ? w.assignOne(only?.number ?? '') : w.assignMany(tickets.length)}
      act={tw.acts.DISPATCH}
      of={AT_ONCE}
      isReady={choice !== ''}
      canCancel
      onSend={() => choice}
      onDone={onAssign}
      onClose={onClose}
    >
      {tickets.length === 1 && only ? (
        <AssigneeField ticketId={only.id} value={choice} onChange={setChoice} mistake={undefined} />
      ) : (
        <fieldset className="field">
          <legend className="field-name">{tw.assignee}</legend>
          {units.map(({ id, title, grids, state, openCount }) => (
            <label key={id} className="check">
              <input type="radio" name="unit" checked={choice === id} onChange={() => setChoice(id)} />
              <span>
                {title}{' '}
                <span className="note">
                  {grids[0]?.name} · {w.unitStates[state]} · {tw.openCount(openCount)}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
    </FormSheet>
  );
}

/** Open tickets near it come first: of the same grid and category, then of the grid. */
export function MergeSheet({
  ticket,
  tickets,
  problem,
  onMerge,
  onClose,
}: {
  ticket: BoardTicketFragment;
  tickets: readonly BoardTicketFragment[];
  problem: string;
  onMerge(intoTicketId: string): void;
  onClose(): void;
}) {
  const w = useWords(words);
  const tw = useWords(ticketWords);
  const nameOf = useTicketName();
  const [choice, setChoice] = useState('');
  const likeness = (other: BoardTicketFragment) =>
    Number(other.grid?.id === ticket.grid?.id) * 2 + Number(other.category.code === ticket.category.code);
  const others = tickets
    .filter((other) => other.id !== ticket.id && other.status !== 'RESOLVED' && likeness(other) > 0)
    .sort((a, b) => likeness(b) - likeness(a))
    .slice(0, 8);
  return (
    <FormSheet
      title={w.mergeTitle(ticket.number)}
      act={w.merge}
      of={{ isSending: false, problem }}
      isReady={choice !== ''}
      canCancel
      onSend={() => void onMerge(choice)}
      onClose={onClose}
    >
      <fieldset className="field">
        <legend className="field-name">{w.mergeInto}</legend>
        {others.length === 0 && <p className="note">{w.nothingToMerge}</p>}
        {others.map((other) => (
          <label key={other.id} className="check">
            <input type="radio" name="into" checked={choice === other.id} onChange={() => setChoice(other.id)} />
            <span>
              {nameOf(other)}{' '}
              <span className="note numbers">
                {other.number} · {other.grid?.name ?? tw.noGrid} · {tw.status[other.status]}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
    </FormSheet>
  );
}

export function SaveViewSheet({ onSave, onClose }: { onSave(name: string): void; onClose(): void }) {
  const w = useWords(words);
  const [name, setName] = useState('');
  return (
    <FormSheet
      title={w.saveView}
      act={w.save}
      of={AT_ONCE}
      isReady={name.trim() !== ''}
      canCancel
      onSend={() => name.trim()}
      onDone={onSave}
      onClose={onClose}
    >
      <TextField label={w.viewName} value={name} onChange={setName} maxLength={30} />
    </FormSheet>
  );
}

export function HelpSheet({ onClose }: { onClose(): void }) {
  const w = useWords(words);
  return (
    <Sheet title={w.keys} onClose={onClose}>
      <dl className="key-list">
        {w.keyList.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
