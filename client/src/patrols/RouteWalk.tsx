// A route as I walk it: the next point, what I have passed, and what I find on the way. Works without a network.
import { Check, MapPin } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { TypedDocumentNode } from 'urql';
import type { RouteFragment, WalkFragment } from '../generated/patrols/graphql.ts';
import { useKept } from '../net/outbox.ts';
import { usePosting } from '../tickets/usePosting.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/Card.tsx';
import { CodeCamera, canScan } from '../ui/CodeCamera.tsx';
import { Mistake } from '../ui/Field.tsx';
import { notify } from '../ui/notices.ts';
import { useWords } from '../ui/preferences.ts';
import { clockTime } from '../ui/time.ts';
import { words as uiWords } from '../ui/words.ts';
import { FindingSheet } from './FindingSheet.tsx';
import { readPointCode } from './point-code.ts';
import { RouteMap } from './RouteMap.tsx';
import { walkWords } from './walk-words.ts';
import { isOf, type WalkedBy } from './walked-by.ts';
import './patrols.css';

interface Props<Data> {
  by: WalkedBy;
  route: RouteFragment;
  /** Null: no point was passed yet. */
  walk: WalkFragment | null;
  /** Whether I am on the way: otherwise it is only shown. */
  isWalking: boolean;
  /** The mutation that says that I am at a point. */
  visit: TypedDocumentNode<Data, { input: never }>;
  /** What belongs below: the way out. */
  children?: ReactNode;
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

export function RouteWalk<Data>({ by, route, walk, isWalking, visit, children }: Props<Data>) {
  const w = useWords(walkWords);
  const ui = useWords(uiWords);
  const { post, isSending, problem, mistakeOf, fail, clear } = usePosting();
  const [finding, setFinding] = useState<{ pointId: string | null } | null>(null);
  const [isLocating, setLocating] = useState(false);
  const [isScanning, setScanning] = useState(false);
  const kept = useKept().filter(isOf(by));
  const visitOf = (id: string) => walk?.visits.find(({ pointId }) => pointId === id);
  const isPassed = (id: string) => visitOf(id) !== undefined || kept.some(({ input }) => input.pointId === id);
  const next = route.points.find(({ id }) => !isPassed(id));
  const last = route.points.findLast(({ id }) => isPassed(id));
  const passed = route.points.filter(({ id }) => isPassed(id)).length;
  const arrive = async (pointId: string, proof: object) => {
    const posting = { input: { ...by, pointId, ...proof }, files: [], label: w.arrived, later: { at: new Date().toISOString() } };
    const success = await post(visit, posting);
    if (success === 'kept') notify({ text: w.visitKept });
  };
  const arriveHere = async (pointId: string) => {
    setLocating(true);
    const position = await locate();
    setLocating(false);
    await arrive(pointId, { position });
  };
  const read = (text: string) => {
    setScanning(false);
    const { pointId, code } = readPointCode(text) ?? {};
    if (!pointId || !route.points.some(({ id }) => id === pointId)) return fail(w.notOfRoute);
    void arrive(pointId, { code });
  };
  return (
    <Card className="patrol-walk">
      <div className="page-head">
        <h2>{route.name}</h2>
        <span className="note numbers">{w.passed(passed, route.points.length)}</span>
      </div>
      <RouteMap
        points={route.points.map(({ id, ...point }) => ({
          ...point,
          state: isPassed(id) ? (visitOf(id)?.isFar ? 'far' : 'passed') : undefined,
        }))}
      />
      <ol className="patrol-points">
        {route.points.map(({ id, name }) => {
          const visited = visitOf(id);
          return (
            <li key={id} className={isPassed(id) ? 'patrol-passed' : id === next?.id && isWalking ? 'patrol-next' : ''}>
              {isPassed(id) ? <Check aria-label={w.passedPoint} /> : <MapPin aria-hidden="true" />}
              <span>
                {name}
                {visited && <span className="note numbers"> {clockTime(Date.parse(visited.at))}</span>}
                {visited?.isFar && <span className="note"> · {w.farAway}</span>}
                {visited?.isByCode && <span className="note"> · {w.byCode}</span>}
                {!visited && isPassed(id) && <span className="note"> {w.keptHere}</span>}
              </span>
              {isWalking && !isPassed(id) && (
                <Button
                  label={w.arrived}
                  kind={id === next?.id ? 'main' : undefined}
                  aria-label={`${w.arrived} ${name}`}
                  disabled={isSending || isLocating}
                  onClick={() => arriveHere(id)}
                />
              )}
            </li>
          );
        })}
      </ol>
      <Mistake text={problem || mistakeOf('code')} />
      {(walk?.findingCount ?? 0) > 0 && <p className="numbers">{w.found(walk?.findingCount ?? 0)}</p>}
      {isWalking && (
        <div className="patrol-acts">
          <Button label={w.find} onClick={() => setFinding({ pointId: last?.id ?? null })} />
          {canScan() && next && (
            <Button
              label={isScanning ? ui.stopScan : w.scanPoint}
              onClick={() => {
                clear();
                setScanning(!isScanning);
              }}
            />
          )}
        </div>
      )}
      {isScanning && <CodeCamera onCode={read} />}
      {children}
      {finding && (
        <FindingSheet
          by={by}
          points={route.points}
          pointId={finding.pointId ?? next?.id ?? null}
          category={route.category?.code ?? ''}
          onClose={() => setFinding(null)}
        />
      )}
    </Card>
  );
}
