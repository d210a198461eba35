// A plan as staff walk it: begin, point by point, end. Without a network it is kept on the phone.
import { EndRunDocument, type PlanFragment, StartRunDocument, VisitPlanPointDocument } from '../generated/patrols/graphql.ts';
import { operationName, useKept } from '../net/outbox.ts';
import { usePosting } from '../tickets/usePosting.ts';
import { Button } from '../ui/Button.tsx';
import { Mistake } from '../ui/Field.tsx';
import { notify } from '../ui/notices.ts';
import { useWords } from '../ui/preferences.ts';
import { RouteWalk } from './RouteWalk.tsx';
import { isOf } from './walked-by.ts';
import { words } from './words.ts';

const [START, END] = [StartRunDocument, EndRunDocument].map(operationName);

export function PlanWalk({ plan: { id, route, myRun, viewerCan } }: { plan: PlanFragment }) {
  const w = useWords(words);
  const { post, isSending, problem } = usePosting();
  const by = { planId: id };
  const kept = useKept().filter(isOf(by));
  if (!route) return null;
  // What waits on the phone comes after what the server knows: the last word counts.
  const last = kept.findLast(({ operation }) => operation === START || operation === END)?.operation;
  const isWalking = last ? last === START : myRun !== null || kept.some(({ input }) => input.pointId);
  const act = async (isStart: boolean) => {
    const label = isStart ? w.start : w.end;
    const posting = { input: by, files: [], label, later: { at: new Date().toISOString() } };
    const success = isStart ? await post(StartRunDocument, posting) : await post(EndRunDocument, posting);
    if (success) notify({ text: success === 'kept' ? w.kept : isStart ? w.started : w.ended });
  };
  return (
    <RouteWalk by={by} route={route} walk={myRun} isWalking={viewerCan.walk && isWalking} visit={VisitPlanPointDocument}>
      <Mistake text={problem || undefined} />
      {viewerCan.walk && (
        <Button
          label={isWalking ? w.end : w.start}
          kind={isWalking ? undefined : 'main'}
          disabled={isSending}
          onClick={() => act(!isWalking)}
        />
      )}
    </RouteWalk>
  );
}
