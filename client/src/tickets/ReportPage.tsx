// Reporting: place first, never the name first; what neighbours have reported is shown before it is sent.
import { type FormEvent, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { useLocation } from 'wouter';
import { uploadFile } from '../app/outbox.ts';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { GridAtDocument, MeDocument } from '../generated/graphql.ts';
import { CreateTicketDocument, FollowTicketDocument, NearbyDocument } from '../generated/tickets/graphql.ts';
import { CategoryTiles } from '../hotlist/CategoryTiles.tsx';
import { PlaceField } from '../hotlist/PlaceField.tsx';
import { Mistake, TextArea } from '../ui/Field.tsx';
import { useSubmission } from '../ui/useSubmission.ts';
import { type ReportDraft, useReportDraft, useReportFiles } from './draft.ts';
import { FilesField } from './FilesField.tsx';
import { StatusTag } from './StatusTag.tsx';
import { usePosting } from './usePosting.ts';
import { words } from './words.ts';
import './tickets.css';

export default function ReportPage() {
  const w = useWords(words);
  const { notify, askToSignIn } = useSurroundings();
  const [, navigate] = useLocation();
  const client = useClient();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const [draft, change, forget] = useReportDraft();
  const { post, mark, mistakeOf, problem, isSending, clear } = usePosting();
  const [files, setFiles, forgetFiles] = useReportFiles();
  const [usesPhotoPlace, setUsesPhotoPlace] = useState(false);
  const homeGridId = me?.viewer?.homeGrid?.id ?? me?.viewer?.dutyGrids?.[0]?.id ?? null;
  const isResident = me?.viewer?.persona === 'RESIDENT' || me?.viewer?.persona === 'VOLUNTEER';

  const send = async () => {
    if (!draft.category) return mark('category', w.chooseCategory);
    const { category, description, gridId, point, isAnonymous } = draft;
    const received = await post(CreateTicketDocument, {
      input: { category, description, location: point, gridId: point ? null : (gridId ?? homeGridId), isAnonymous },
      files,
      label: w.reportTitle,
    });
    if (!received) return;
    forget();
    forgetFiles();
    if (received === 'kept') {
      notify({ text: w.kept });
      return navigate('/tickets');
    }
    notify({ text: `${w.received} ${received.ticket.number}` });
    navigate(`/tickets/${received.ticket.id}`, { replace: true });
  };
  /** With consent: where the camera says it stood. */
  const placeFromPhoto = async (file: File) => {
    if (!usesPhotoPlace || draft.point) return;
    const upload = await uploadFile(file, true);
    if (upload === 'unsent' || !('id' in upload) || !upload.location) return;
    const { data: found } = await client.query(GridAtDocument, { point: upload.location }).toPromise();
    change({ point: upload.location, gridId: found?.gridAt?.id ?? null });
    if (found?.gridAt) notify({ text: w.photoPlaceFound(found.gridAt.name) });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (me && !me.viewer) askToSignIn(() => void send());
    else void send();
  };

  return (
    <div className="page">
      <header>
        <h1>{w.reportTitle}</h1>
        <p className="note">{w.reportLead}</p>
        <p>
          <a className="report-110" href="tel:110">
            {w.urgent}
          </a>
        </p>
      </header>
      <form className="form card" onSubmit={submit} noValidate>
        <PlaceField
          gridId={draft.gridId}
          hasPoint={draft.point !== null}
          homeGridId={homeGridId}
          onChange={change}
          mistake={mistakeOf('location')}
          emptyLabel={w.desk}
        />
        <FilesField
          files={files}
          onChange={setFiles}
          label={w.photos}
          hint={w.photosHint}
          mistake={mistakeOf('attachmentIds')}
          onTaken={(file) => void placeFromPhoto(file)}
        />
        <label className="check">
          <input type="checkbox" checked={usesPhotoPlace} onChange={(event) => setUsesPhotoPlace(event.target.checked)} />
          <span>
            {w.photoPlace} <span className="note">{w.photoPlaceHint}</span>
          </span>
        </label>
        <CategoryTiles
          value={draft.category}
          onChange={(category) => {
            clear();
            change({ category });
          }}
          mistake={mistakeOf('category')}
        />
        {me?.viewer && <Nearby draft={draft} />}
        <TextArea
          label={w.details}
          value={draft.description}
          hint={w.detailsHint}
          placeholder={w.detailsPlaceholder}
          onChange={(description) => change({ description })}
          mistake={mistakeOf('description')}
        />
        {(isResident || !me?.viewer) && (
          <label className="check">
            <input type="checkbox" checked={draft.isAnonymous} onChange={(event) => change({ isAnonymous: event.target.checked })} />
            <span>
              {w.anonymous} <span className="note">{w.anonymousHint}</span>
            </span>
          </label>
        )}
        <Mistake text={problem || undefined} />
        <button type="submit" className="button button-main" disabled={isSending}>
          {isSending ? w.sending : w.send}
        </button>
      </form>
    </div>
  );
}

/** Open tickets of the kind within sight of the place: one press joins instead of a second ticket. */
function Nearby({ draft: { category, point } }: { draft: ReportDraft }) {
  const w = useWords(words);
  const [, navigate] = useLocation();
  const { send, isSending, problem } = useSubmission();
  const [{ data }] = useQuery({
    query: NearbyDocument,
    variables: { category, location: point ?? { longitude: 0, latitude: 0 } },
    pause: !category || !point,
  });
  const near = category && point ? (data?.ticketsNearby ?? []) : [];
  if (near.length === 0) return null;
  const join = async (id: string) => {
    const followed = await send(FollowTicketDocument, { id });
    if (followed) navigate(`/tickets/${followed.ticket.id}`, { replace: true });
  };
  return (
    <div className="likes" role="status">
      <p className="field-name">{w.near}</p>
      <p className="note">{w.nearHint}</p>
      {near.map(({ id, status, metres, followerCount }) => (
        <div key={id} className="like">
          <span>
            <StatusTag status={status} /> <span className="note">{w.nearOne(metres, followerCount)}</span>
          </span>
          <button type="button" className="button button-small" disabled={isSending} onClick={() => void join(id)}>
            {w.meToo}
          </button>
        </div>
      ))}
      <Mistake text={problem || undefined} />
    </div>
  );
}
