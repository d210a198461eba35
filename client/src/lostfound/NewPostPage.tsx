// The form of a post. For what was found: a question that only the owner can answer.
import { useState } from 'react';
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { SignInFirst } from '../app/SignInFirst.tsx';
import { words as categoryWords } from '../generated/enums/LostFoundCategory.ts';
import { MeDocument } from '../generated/graphql.ts';
import { type LostFoundCategory, PostLostFoundDocument } from '../generated/lostfound/graphql.ts';
import { PlaceField } from '../hotlist/PlaceField.tsx';
import { uploadFile } from '../net/outbox.ts';
import { BuildingFields } from '../places/BuildingFields.tsx';
import { FilesField } from '../tickets/FilesField.tsx';
import { readyToSend } from '../tickets/photo.ts';
import { SelectField, TextArea, TextField } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { useWords } from '../ui/preferences.ts';
import { PageSkeleton } from '../ui/Skeleton.tsx';
import { inputTime, momentOf } from '../ui/time.ts';
import { useDraft } from '../ui/useDraft.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

const EMPTY = { category: 'OTHER', title: '', description: '', place: '', question: '', answer: '' };

interface Spot {
  gridId: string | null;
  point: { longitude: number; latitude: number } | null;
  buildingId: string | null;
  entranceId: string | null;
}

const NO_BUILDING = { buildingId: null, entranceId: null };

export default function NewPostPage({ kind }: { kind: string }) {
  const isFound = kind === 'found';
  const w = useWords(words);
  const categories = useWords(categoryWords);
  const [, navigate] = useLocation();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const submission = useSubmission();
  const { send, mistakeOf, fail, unmark } = submission;
  const [draft, keep, forget] = useDraft(`lostfound-${kind}`, EMPTY);
  const change = (more: Partial<typeof EMPTY>) => {
    keep(more);
    unmark(...Object.keys(more));
  };
  const [when, setWhen] = useState(() => inputTime(new Date()));
  const [spot, setSpot] = useState<Spot>({ gridId: null, point: null, ...NO_BUILDING });
  const [photos, setPhotos] = useState<readonly Blob[]>([]);
  const [isUploading, setUploading] = useState(false);
  if (!me) return <PageSkeleton />;
  if (!me.viewer?.can.postLostFound) return <SignInFirst whose="residents" />;
  const field = (name: Exclude<keyof typeof EMPTY, 'category'>, label: string, hint: string) => (
    <TextField label={label} value={draft[name]} onChange={(value) => change({ [name]: value })} hint={hint} mistake={mistakeOf(name)} />
  );
  const submit = async () => {
    setUploading(true);
    const uploads = await Promise.all(
      photos.map((photo) =>
        readyToSend(photo).then(
          (ready) => uploadFile(ready),
          () => 'unsent' as const,
        ),
      ),
    );
    setUploading(false);
    const failed = uploads.find((upload) => upload === 'unsent' || 'message' in upload);
    if (failed) {
      fail(failed === 'unsent' ? w.photoUnsent : failed.message);
      return null;
    }
    const [photoId] = uploads.map((upload) => (typeof upload === 'object' && 'id' in upload ? upload.id : null));
    const { question, answer, category, ...said } = draft;
    const input = {
      ...said,
      category: category as LostFoundCategory,
      kind: isFound ? ('FOUND' as const) : ('LOST' as const),
      happenedAt: momentOf(when),
      photoId: photoId ?? null,
      location: spot.point,
      gridId: spot.point ? null : (spot.gridId ?? me.viewer?.homeGrid?.id ?? null),
      buildingId: spot.buildingId,
      entranceId: spot.entranceId,
      ...(isFound ? { question, answer } : {}),
    };
    return send(PostLostFoundDocument, { input });
  };
  return (
    <div className="page">
      <h1>{isFound ? w.found : w.lost}</h1>
      <Form
        className="card form"
        of={submission}
        act={w.post}
        isReady={!isUploading}
        onSend={submit}
        says={w.posted}
        onDone={({ item }) => {
          forget();
          navigate(`/lost-found/${item.id}`, { replace: true });
        }}
      >
        <SelectField label={w.what} value={draft.category} onChange={(value) => change({ category: value })}>
          {Object.entries(categories).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </SelectField>
        {field('title', w.name, w.nameHint)}
        <FilesField most={1} files={photos} onChange={setPhotos} label={w.photo} hint={w.photoHint} mistake={mistakeOf('photoId')} />
        {field('place', w.place, w.placeHint)}
        <PlaceField
          gridId={spot.gridId}
          hasPoint={spot.point !== null}
          homeGridId={me.viewer.homeGrid?.id ?? null}
          onChange={(place) => setSpot({ ...place, ...NO_BUILDING })}
          mistake={mistakeOf('location')}
          label={w.spot}
        >
          <BuildingFields
            gridId={spot.gridId ?? (spot.point ? null : (me.viewer.homeGrid?.id ?? null))}
            value={spot}
            onChange={(building) => setSpot({ ...spot, ...building })}
            isSignedIn
            mistakeOf={mistakeOf}
          />
        </PlaceField>
        <TextField label={w.when} type="datetime-local" value={when} onChange={setWhen} mistake={mistakeOf('happenedAt')} />
        <TextArea
          label={w.details}
          value={draft.description}
          onChange={(value) => change({ description: value })}
          hint={isFound ? w.foundDetailsHint : undefined}
          mistake={mistakeOf('description')}
        />
        {isFound && field('question', w.question, w.questionHint)}
        {isFound && field('answer', w.answer, w.answerHint)}
      </Form>
    </div>
  );
}
