// Sending what people write on the street: files first, then the words; without a network it is kept and sent later.
import { useRef, useState } from 'react';
import type { TypedDocumentNode } from 'urql';
import { newKey } from '../net/graphql.ts';
import { operationName, outbox, uploadFile, withFiles } from '../net/outbox.ts';
import { useWords } from '../ui/preferences.ts';
import { type Submission, type SuccessOf, useSubmission } from '../ui/useSubmission.ts';
import { readyToSend } from './photo.ts';
import { words } from './words.ts';

interface Posting {
  input: Record<string, unknown>;
  files: readonly Blob[];
  /** What it is, for whoever waits for it to be sent. */
  label: string;
  /** Said besides, once it is kept: of a deed that does no harm twice. */
  later?: Record<string, unknown>;
}

export interface PostingSubmission extends Submission {
  /** Answers the success, `kept` when it waits on this device, or null after setting mistakes and problem. */
  post<Data>(document: TypedDocumentNode<Data, { input: never }>, posting: Posting): Promise<SuccessOf<Data> | 'kept' | null>;
}

export function usePosting(): PostingSubmission {
  const w = useWords(words);
  const submission = useSubmission();
  /** A second tap, while the photos of the first are on their way, is the same deed. */
  const isBusy = useRef(false);
  const [isPosting, setPosting] = useState(false);
  /** Files that have arrived: sent again they are the same. */
  const arrived = useRef(new Map<Blob, string>());

  const post: PostingSubmission['post'] = async (document, posting) => {
    if (isBusy.current) return null;
    isBusy.current = true;
    setPosting(true);
    try {
      const files = await Promise.all(posting.files.map(readyToSend)).catch(() => null);
      if (files) return await deliver(document, { ...posting, files });
      submission.fail(w.photoBroken);
      return null;
    } finally {
      isBusy.current = false;
      setPosting(false);
    }
  };

  const deliver: PostingSubmission['post'] = async (document, { input, files, label, later }) => {
    /** @param isSame it may have arrived under this key: only the very same may be sent again */
    const keep = async (key: string, isSame: boolean) => {
      const attachmentIds = files.flatMap((file) => arrived.current.get(file) ?? []);
      const missing = files.filter((file) => !arrived.current.has(file));
      const { expectedVersion: _seen, ...lasting } = input; // by then it will have moved on
      const same = isSame && !later;
      const content = same ? { key, input } : { key: isSame ? newKey() : key, input: { ...lasting, ...later } };
      await outbox.keep({ ...content, operation: operationName(document), attachmentIds, files: missing, label, at: Date.now() });
      return 'kept' as const;
    };
    if (!navigator.onLine) return keep(newKey(), false);
    for (const file of files) {
      if (arrived.current.has(file)) continue;
      const upload = await uploadFile(file);
      if (upload === 'unsent') return keep(newKey(), false);
      if ('message' in upload) {
        submission.fail(upload.message);
        return null;
      }
      arrived.current.set(file, upload.id);
    }
    const attachmentIds = files.map((file) => arrived.current.get(file) as string);
    const success = await submission.send(document, { input: withFiles(input, attachmentIds) as never });
    const key = submission.unansweredKey();
    return success ?? (key ? keep(key, true) : null);
  };
  return { ...submission, isSending: isPosting || submission.isSending, post };
}
