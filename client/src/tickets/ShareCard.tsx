// A reporter lets others follow, and takes it back.
import { Share2 } from 'lucide-react';
import { useState } from 'react';
import { ShareTicketDocument, UnshareTicketDocument } from '../generated/tickets/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { Mistake } from '../ui/Field.tsx';
import { notify } from '../ui/notices.ts';
import { useWords } from '../ui/preferences.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

export function ShareCard({ ticketId }: { ticketId: string }) {
  const w = useWords(words);
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
    <Card className="share">
      <p className="note">{w.shareHint}</p>
      {link && <output className="share-link">{link}</output>}
      <div className="actions">
        <Button label={w.share} icon={Share2} disabled={isSending} onClick={share} />
        <Button label={w.takeLinkBack} disabled={isSending} onClick={takeBack} />
      </div>
      <Mistake text={problem || undefined} />
    </Card>
  );
}
