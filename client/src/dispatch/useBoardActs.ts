// What the board does to tickets, one or several, and how it takes it back within ten seconds.
import { useRef } from 'react';
import type { TypedDocumentNode } from 'urql';
import { useClient } from 'urql';
import type { BoardTicketFragment } from '../generated/tickets/graphql.ts';
import * as documents from '../generated/tickets/graphql.ts';
import { answerOf, isSuccess } from '../net/answer.ts';
import { newKey, under } from '../net/graphql.ts';
import { words as netWords } from '../net/words.ts';
import { notify } from '../ui/notices.ts';
import { useWords } from '../ui/preferences.ts';
import { words } from './words.ts';

const UNDO_MS = 10_000;

type Sent = { ticket: { id: string; version: number } } | { message: string };

export interface BoardActs {
  assign(tickets: readonly BoardTicketFragment[], unit: { id: string; title: string }): Promise<void>;
  recall(ticket: BoardTicketFragment): Promise<void>;
  accept(ticket: BoardTicketFragment): Promise<void>;
  /** Answers what is wrong, blank when it was merged. */
  merge(ticket: BoardTicketFragment, intoTicketId: string): Promise<string>;
  undo(): Promise<void>;
}

export function useBoardActs(): BoardActs {
  const client = useClient();
  const w = useWords(words);
  const net = useWords(netWords);
  const undoable = useRef<{ run(): Promise<string>; until: number } | null>(null);

  const send = async (document: unknown, input: object): Promise<Sent> => {
    const typed = document as TypedDocumentNode<Record<string, unknown>, { input: object }>;
    const { data, error } = await client.mutation(typed, { input }, under(newKey())).toPromise();
    const answer = answerOf(data);
    if (answer && isSuccess(answer)) return answer as Sent;
    return { message: answer ? (answer.message ?? net.refused) : (error?.graphQLErrors[0]?.message ?? net.notSent) };
  };
  const messageOf = (sent: readonly Sent[]) => sent.flatMap((one) => ('message' in one ? one.message : []))[0] ?? '';
  const offerUndo = (text: string, run: () => Promise<string>) => {
    undoable.current = { run, until: Date.now() + UNDO_MS };
    notify({ text, action: { label: w.undo, run: () => void undo() }, forMs: UNDO_MS });
  };
  const undo = async () => {
    const last = undoable.current;
    undoable.current = null;
    if (!last || last.until < Date.now()) return notify({ text: w.nothingToUndo });
    notify({ text: (await last.run()) || w.undone });
  };
  const recallAll = async (sent: readonly Sent[]) => {
    const tickets = sent.flatMap((one) => ('ticket' in one ? one.ticket : []));
    const back = await Promise.all(
      tickets.map(({ id, version }) => send(documents.RecallTicketDocument, { ticketId: id, expectedVersion: version })),
    );
    return messageOf(back);
  };

  return {
    undo,
    async assign(tickets, unit) {
      const sent = await Promise.all(
        tickets.map(({ id, version }) =>
          send(documents.DispatchTicketDocument, { ticketId: id, expectedVersion: version, assigneeId: unit.id }),
        ),
      );
      const refused = sent.filter((one) => 'message' in one).length;
      const text = refused > 0 ? w.someRefused(refused, messageOf(sent)) : w.assigned(sent.length, unit.title);
      if (refused === sent.length) return notify({ text });
      offerUndo(text, () => recallAll(sent));
    },
    async recall({ id, version, assignee }) {
      const back = await send(documents.RecallTicketDocument, { ticketId: id, expectedVersion: version });
      if ('message' in back) return notify({ text: back.message });
      offerUndo(w.recalled, async () => {
        const again = { ticketId: id, expectedVersion: back.ticket.version, assigneeId: assignee?.id };
        return messageOf([await send(documents.DispatchTicketDocument, again)]);
      });
    },
    async accept({ id, version }) {
      const sent = await send(documents.AcceptTicketDocument, { ticketId: id, expectedVersion: version });
      if ('message' in sent) notify({ text: sent.message });
    },
    async merge({ id, version }, intoTicketId) {
      const sent = await send(documents.MergeTicketDocument, { ticketId: id, expectedVersion: version, intoTicketId });
      if ('message' in sent) return sent.message;
      notify({ text: w.merged });
      return '';
    },
  };
}
