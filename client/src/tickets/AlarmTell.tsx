// What whoever waits for help can add with one thumb: a photo, a voice note, a few words; sent as soon as it is made.
import { Camera, Mic, PenLine, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { NoteTicketDocument, type TicketDetailFragment } from '../generated/tickets/graphql.ts';
import { Button } from '../ui/Button.tsx';
import { Mistake } from '../ui/Field.tsx';
import { notify } from '../ui/notices.ts';
import { useWords } from '../ui/preferences.ts';
import { ActSheet } from './Acts.tsx';
import { alarmWords } from './alarm-words.ts';
import { makePhoto } from './photo.ts';
import { usePosting } from './usePosting.ts';
import { type Recording, record } from './voice.ts';
import { words } from './words.ts';

export function AlarmTell({ ticket }: { ticket: TicketDetailFragment }) {
  const w = useWords(alarmWords);
  const general = useWords(words);
  const { post, isSending, problem } = usePosting();
  const camera = useRef<HTMLInputElement>(null);
  const [recording, setRecording] = useState<Recording | null>(null);
  const [isWriting, setWriting] = useState(false);
  const [mistake, setMistake] = useState('');
  const open = useRef<Recording | null>(null);
  open.current = recording;
  useEffect(() => () => void open.current?.stop(), []); // the microphone is not left on

  const send = async (file: Blob, text: string) => {
    setMistake('');
    const label = `${text} ${ticket.number}`;
    const posted = await post(NoteTicketDocument, { input: { ticketId: ticket.id, text }, files: [file], label });
    if (posted) notify({ text: posted === 'kept' ? general.kept : w.sent });
  };
  const takePhoto = async (file: File | undefined) => {
    if (!file) return;
    const photo = await makePhoto(file, []).catch(() => null);
    if (photo) await send(photo, w.photoSent);
    else setMistake(general.photoBroken);
  };
  const toggleVoice = async () => {
    if (recording) {
      setRecording(null);
      return send(await recording.stop(), w.voiceSent);
    }
    const started = await record().catch(() => null);
    setMistake(started ? '' : w.noMicrophone);
    setRecording(started);
  };
  return (
    <>
      <input
        ref={camera}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        capture="environment"
        className="visually-hidden"
        aria-label={w.photo}
        tabIndex={-1}
        onChange={({ target }) => void takePhoto(target.files?.[0])}
      />
      <div className="alarm-thumbs">
        <Button label={w.photo} icon={Camera} disabled={isSending} onClick={() => camera.current?.click()} />
        <Button
          label={recording ? w.stopVoice : w.voice}
          icon={recording ? Square : Mic}
          disabled={isSending}
          aria-pressed={recording !== null}
          onClick={toggleVoice}
        />
        <Button label={w.write} icon={PenLine} onClick={() => setWriting(true)} />
      </div>
      <Mistake text={mistake || problem || undefined} />
      {isWriting && <ActSheet act="NOTE" ticket={ticket} onClose={() => setWriting(false)} />}
    </>
  );
}
