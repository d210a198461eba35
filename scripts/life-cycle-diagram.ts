// The state diagram of docs/tickets.md, drawn from the table in schema/work/tickets/life-cycle.ts.
import { ACTS, LIFE_CYCLE } from '../schema/work/tickets/life-cycle.ts';

/** Mermaid's state diagram: an arrow for each act that leads from one status to another. */
export function lifeCycleDiagram(): string {
  const arrows = ACTS.flatMap((act) => {
    const { from, to } = LIFE_CYCLE[act];
    return to === 'same' ? [] : from.map((status) => `  ${status} --> ${to}: ${act}`);
  });
  return ['stateDiagram-v2', '  [*] --> SUBMITTED: report, alarm', ...arrows].join('\n');
}
