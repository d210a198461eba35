// A reporter lets others follow, and takes it back.
import { Share2 } from 'lucide-react';
import { useState } from 'react';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { ShareTicketDocument, UnshareTicketDocument } from '../generated/tickets/graphql.ts';
import { Mistake } from '../ui/Field.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

export function ShareCard({ ticketId }: { ticketId: string }) {
  const w = useWords(words);
  const { notify } = useSurroundings();
  const { send, isSending, problem } = useSubmission();
  const [link, setLink] = useState('');
  const share = async () => {
    const shared = await send(ShareTicketDocument, { id: ticketId });
    if (!shared) return;
    const url = new URL(shared.path, location.origin).href;
    setLink(url);
    const handed = navigator.share
      ? navigator.share({ url })
      : navigator.clipboard?.writeText(url).then(() => notify({ text: w.linkCopied }));
    await handed?.catch(() => {}); // the link stands on the page
  };
  const takeBack = async () => {
    if (await send(UnshareTicketDocument, { id: ticketId })) {
      setLink('');
      notify({ text: w.linkTakenBack });
    }
  };
  return (
    <section className="card share">
      <p className="note">{w.shareHint}</p>
      {link && <output className="share-link">{link}</output>}
      <div className="actions">
        <button type="button" className="button" disabled={isSending} onClick={() => void share()}>
          <Share2 aria-hidden="true" /> {w.share}
        </button>
        <button type="button" className="button" disabled={isSending} onClick={() => void takeBack()}>
          {w.takeLinkBack}
        </button>
      </div>
      <Mistake text={problem || undefined} />
    </section>
  );
}
