// Photos and a voice note: taken, covered where faces and plates are, seen before they are sent.
import { Camera, EyeOff, Images, Mic, Square, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../ui/Button.tsx';
import { Mistake } from '../ui/Field.tsx';
import { useWords } from '../ui/preferences.ts';
import { CoverSheet } from './CoverSheet.tsx';
import { type Cover, isLastOf, makePhoto } from './photo.ts';
import { type Recording, record } from './voice.ts';
import { words } from './words.ts';
import './tickets.css';

const MOST = 5;

interface Props {
  files: readonly Blob[];
  onChange(files: readonly Blob[]): void;
  label: string;
  hint?: string;
  mistake: string | undefined;
  /** Files at most; one: a photo alone. */
  most?: number;
  /** Told of each photo as the camera made it, before it is made small. */
  onTaken?(file: File): void;
}

export function FilesField({ files, onChange, label, hint, mistake, onTaken, most = MOST }: Props) {
  const w = useWords(words);
  const camera = useRef<HTMLInputElement>(null);
  const album = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState('');
  const [covering, setCovering] = useState<number | null>(null);
  const [recording, setRecording] = useState<Recording | null>(null);

  /** What is there now, for what ends later; nothing any more when the form has gone. */
  const latest = useRef(files);
  latest.current = files;
  useEffect(
    () => () => {
      latest.current = [];
    },
    [],
  );

  const change = (next: readonly Blob[]) => {
    latest.current = next;
    onChange(next);
  };
  /** Puts the photo that is sent in the place of a file, if it is still there. */
  const make = async (file: Blob, covers: readonly Cover[] = []) => {
    const making = makePhoto(file, covers);
    const photo = await making.catch(() => null);
    if (!isLastOf(file, making)) return;
    if (!photo) setProblem(w.photoBroken);
    const at = latest.current.indexOf(file);
    if (at >= 0) change(latest.current.toSpliced(at, 1, ...(photo ? [photo] : [])));
  };
  /** The photo is there at once, so that nothing moves under the finger later, and is made small meanwhile. */
  const take = (taken: FileList | null) => {
    setProblem('');
    const added = [...(taken ?? [])].slice(0, most - files.length);
    for (const { current } of [camera, album]) if (current) current.value = '';
    change([...files, ...added]);
    for (const file of added) {
      onTaken?.(file);
      void make(file);
    }
  };
  const cover = (index: number, covers: readonly Cover[]) => {
    setCovering(null);
    const file = files[index];
    if (file && covers.length > 0) void make(file, covers);
  };
  const toggleRecording = async () => {
    setProblem('');
    if (recording) {
      setRecording(null);
      const voice = await recording.stop();
      return change([...latest.current, voice]);
    }
    const started = await record().catch(() => null);
    setRecording(started);
    if (!started) setProblem(w.noMicrophone);
  };
  const canVoice = most > 1 && typeof MediaRecorder !== 'undefined';
  return (
    <fieldset className="field">
      <legend className="field-name">{label}</legend>
      {[camera, album].map((input) => (
        <input
          key={input === camera ? 'camera' : 'album'}
          ref={input}
          type="file"
          accept="image/jpeg,image/png,image/webp"
          capture={input === camera ? 'environment' : undefined}
          multiple={input === album && most > 1}
          className="visually-hidden"
          aria-label={input === camera ? w.takePhoto : w.choosePhoto}
          tabIndex={-1}
          onChange={(event) => take(event.target.files)}
        />
      ))}
      <div className="actions">
        <Button label={w.takePhoto} icon={Camera} disabled={files.length >= most} onClick={() => camera.current?.click()} />
        <Button label={w.choosePhoto} icon={Images} disabled={files.length >= most} onClick={() => album.current?.click()} />
        {canVoice && (
          <Button
            label={recording ? w.stopRecording : w.recordVoice}
            icon={recording ? Square : Mic}
            disabled={!recording && files.length >= most}
            onClick={toggleRecording}
          />
        )}
      </div>
      {files.length > 0 && (
        <ul className="shots">
          {files.map((file, index) => (
            <Shot
              // biome-ignore lint/suspicious/noArrayIndexKey: files have no name of their own
              key={index}
              file={file}
              label={w.photoNumber(index + 1)}
              onCover={() => setCovering(index)}
              onRemove={() => change(files.toSpliced(index, 1))}
            />
          ))}
        </ul>
      )}
      {hint && <span className="note">{hint}</span>}
      <Mistake text={mistake ?? (problem || undefined)} />
      {covering !== null && files[covering] && (
        <CoverSheet file={files[covering]} onDone={(covers) => cover(covering, covers)} onClose={() => setCovering(null)} />
      )}
    </fieldset>
  );
}

interface ShotProps {
  file: Blob;
  label: string;
  onCover(): void;
  onRemove(): void;
}

function Shot({ file, label, onCover, onRemove }: ShotProps) {
  const w = useWords(words);
  const url = useObjectUrl(file);
  const isPhoto = file.type.startsWith('image/');
  return (
    <li className={`shot${isPhoto ? '' : ' shot-voice'}`}>
      {isPhoto ? (
        <img src={url} alt={label} />
      ) : (
        // biome-ignore lint/a11y/useMediaCaption: somebody has just spoken it
        <audio src={url} controls aria-label={w.voiceNote} />
      )}
      <span className="shot-tools">
        {isPhoto && (
          <button type="button" aria-label={`${w.coverPart} ${label}`} onClick={onCover}>
            <EyeOff aria-hidden="true" />
          </button>
        )}
        <button type="button" aria-label={`${w.removeFile} ${label}`} onClick={onRemove}>
          <X aria-hidden="true" />
        </button>
      </span>
    </li>
  );
}

/** An address of a file of this device, as long as it is shown. */
export function useObjectUrl(file: Blob): string {
  const [url, setUrl] = useState('');
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}
