// A route as I walk it: the next point, what I have passed, and what I find on the way. Works without a network.
import { Check, MapPin } from 'lucide-react';
import { useState } from 'react';
import { useKept } from '../app/outbox.ts';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { type RouteFragment, VisitPointDocument, type WalkFragment } from '../generated/volunteers/graphql.ts';
import { usePosting } from '../tickets/usePosting.ts';
import { Mistake } from '../ui/Field.tsx';
import { clockTime } from '../ui/time.ts';
import { FindingSheet } from './FindingSheet.tsx';
import { patrolWords } from './patrol-words.ts';

interface Props {
  shiftId: string;
  route: RouteFragment;
  /** Null: no point was passed yet. */
  walk: WalkFragment | null;
  /** Whether I am checked in and have not left: otherwise it is only shown. */
  isWalking: boolean;
}

/** How long the phone may look for its position: on the way nobody waits. */
const LOCATE_MS = 5000;

/** The phone's position, or none when it may not say or takes too long. */
function locate(): Promise<{ longitude: number; latitude: number; accuracyMetres: number } | null> {
  return new Promise((resolve) => {
    if (!('geolocation' in navigator)) return resolve(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude, accuracy } }) => resolve({ longitude, latitude, accuracyMetres: accuracy }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: LOCATE_MS, maximumAge: 10_000 },
    );
  });
}

export function PatrolCard({ shiftId, route, walk, isWalking }: Props) {
  const w = useWords(patrolWords);
  const { notify } = useSurroundings();
  const { post, isSending, problem } = usePosting();
  const [finding, setFinding] = useState<{ pointId: string | null } | null>(null);
  const [isLocating, setLocating] = useState(false);
  const kept = useKept().filter(({ input }) => input.shiftId === shiftId && input.pointId);
  const visitOf = (id: string) => walk?.visits.find(({ pointId }) => pointId === id);
  const isPassed = (id: string) => visitOf(id) !== undefined || kept.some(({ input }) => input.pointId === id);
  const next = route.points.find(({ id }) => !isPassed(id));
  const last = route.points.findLast(({ id }) => isPassed(id));
  const passed = route.points.filter(({ id }) => isPassed(id)).length;
  const arrive = async (pointId: string) => {
    setLocating(true);
    const position = await locate();
    setLocating(false);
    const posting = { input: { shiftId, pointId, position }, files: [], label: w.arrived, later: { at: new Date().toISOString() } };
    const success = await post(VisitPointDocument, posting);
    if (success === 'kept') notify({ text: w.visitKept });
  };
  return (
    <section className="card shift-facts">
      <div className="page-head">
        <h2>{route.name}</h2>
        <span className="note numbers">{w.passed(passed, route.points.length)}</span>
      </div>
      <ol className="patrol-points">
        {route.points.map(({ id, name }) => {
          const visit = visitOf(id);
          return (
            <li key={id} className={isPassed(id) ? 'patrol-passed' : id === next?.id && isWalking ? 'patrol-next' : ''}>
              {isPassed(id) ? <Check aria-label={w.passedPoint} /> : <MapPin aria-hidden="true" />}
              <span>
                {name}
                {visit && <span className="note numbers"> {clockTime(Date.parse(visit.at))}</span>}
                {visit?.isFar && <span className="note"> · {w.farAway}</span>}
                {!visit && isPassed(id) && <span className="note"> {w.keptHere}</span>}
              </span>
              {isWalking && !isPassed(id) && (
                <button
                  type="button"
                  className={`button ${id === next?.id ? 'button-main' : ''}`}
                  aria-label={`${w.arrived} ${name}`}
                  disabled={isSending || isLocating}
                  onClick={() => void arrive(id)}
                >
                  {w.arrived}
                </button>
              )}
            </li>
          );
        })}
      </ol>
      <Mistake text={problem || undefined} />
      {(walk?.findingCount ?? 0) > 0 && <p className="numbers">{w.found(walk?.findingCount ?? 0)}</p>}
      {isWalking && (
        <button type="button" className="button" onClick={() => setFinding({ pointId: last?.id ?? null })}>
          {w.find}
        </button>
      )}
      {finding && (
        <FindingSheet
          shiftId={shiftId}
          points={route.points}
          pointId={finding.pointId ?? next?.id ?? null}
          onClose={() => setFinding(null)}
        />
      )}
    </section>
  );
}
