// Reporting: place first, never the name first; what neighbours have reported is shown before it is sent.
import { useState } from 'react';
import { useClient, useQuery } from 'urql';
import { useLocation } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { useMe } from '../app/useMe.ts';
import { GridAtDocument } from '../generated/graphql.ts';
import { CreateTicketDocument, FollowTicketDocument, NearbyDocument } from '../generated/tickets/graphql.ts';
import { CategoryTiles } from '../hotlist/CategoryTiles.tsx';
import { PlaceField } from '../hotlist/PlaceField.tsx';
import { uploadFile } from '../net/outbox.ts';
import { PlacePicker } from '../places/PlacePicker.tsx';
import { Button } from '../ui/Button.tsx';
import { Check, Mistake, TextArea } from '../ui/Field.tsx';
import { Form } from '../ui/Form.tsx';
import { notify } from '../ui/notices.ts';
import { useWords } from '../ui/preferences.ts';
import { useSubmission } from '../ui/useSubmission.ts';
import { type ReportDraft, useReportDraft, useReportFiles } from './draft.ts';
import { FilesField } from './FilesField.tsx';
import { StatusTag } from './StatusTag.tsx';
import { usePosting } from './usePosting.ts';
import { words } from './words.ts';
import './tickets.css';

export default function ReportPage() {
  const w = useWords(words);
  const { askToSignIn } = useSurroundings();
  const [, navigate] = useLocation();
  const client = useClient();
  const me = useMe();
  const [draft, keep, forget] = useReportDraft();
  const { post, mark, unmark, mistakeOf, problem, isSending } = usePosting();
  const change = (more: Partial<ReportDraft>) => {
    keep(more);
    unmark(...Object.keys(more));
  };
  const [files, setFiles, forgetFiles] = useReportFiles();
  const [usesPhotoPlace, setUsesPhotoPlace] = useState(false);
  const homeGridId = me?.viewer?.homeGrid?.id ?? me?.viewer?.dutyGrids?.[0]?.id ?? null;
  const isResident = me?.viewer?.persona === 'RESIDENT' || me?.viewer?.persona === 'VOLUNTEER';

  const send = async () => {
    if (!draft.category) return mark('category', w.chooseCategory);
    const { category, description, gridId, point, buildingId, entranceId, address, isAnonymous } = draft;
    const received = await post(CreateTicketDocument, {
      input: {
        category,
        description,
        location: point,
        gridId: point ? null : (gridId ?? homeGridId),
        buildingId,
        entranceId,
        address,
        isAnonymous,
      },
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
  /** Another place has other buildings. */
  const movedTo = (place: Pick<ReportDraft, 'gridId' | 'point'>) => change({ ...place, buildingId: null, entranceId: null });
  /** With consent: where the camera says it stood. */
  const placeFromPhoto = async (file: File) => {
    if (!usesPhotoPlace || draft.point) return;
    const upload = await uploadFile(file, true);
    if (upload === 'unsent' || !('id' in upload) || !upload.location) return;
    const { data: found } = await client.query(GridAtDocument, { point: upload.location }).toPromise();
    movedTo({ point: upload.location, gridId: found?.gridAt?.id ?? null });
    if (found?.gridAt) notify({ text: w.photoPlaceFound(found.gridAt.name) });
  };
  const submit = () => {
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
      <Form className="form card" act={isSending ? w.sending : w.send} of={{ isSending, problem }} onSend={submit}>
        <PlaceField
          gridId={draft.gridId}
          hasPoint={draft.point !== null}
          homeGridId={homeGridId}
          onChange={movedTo}
          mistake={mistakeOf('location')}
          emptyLabel={w.desk}
        >
          <PlacePicker
            gridId={draft.gridId ?? (draft.point ? null : homeGridId)}
            point={draft.point}
            value={draft}
            onChange={({ buildingId, entranceId, address }) => change({ buildingId, entranceId, address })}
            isSignedIn={!me || me.viewer !== null}
            mistakeOf={mistakeOf}
          />
        </PlaceField>
        <FilesField
          files={files}
          onChange={setFiles}
          label={w.photos}
          hint={w.photosHint}
          mistake={mistakeOf('attachmentIds')}
          onTaken={(file) => void placeFromPhoto(file)}
        />
        <Check label={w.photoPlace} hint={w.photoPlaceHint} value={usesPhotoPlace} onChange={setUsesPhotoPlace} />
        <CategoryTiles value={draft.category} onChange={(category) => change({ category })} mistake={mistakeOf('category')} />
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
          <Check label={w.anonymous} hint={w.anonymousHint} value={draft.isAnonymous} onChange={(isAnonymous) => change({ isAnonymous })} />
        )}
      </Form>
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
          <Button label={w.meToo} isSmall disabled={isSending} onClick={() => join(id)} />
        </div>
      ))}
      <Mistake text={problem || undefined} />
    </div>
  );
}
