// The executable schema: every module adds its nouns to the builder, in this order.
import type { GraphQLSchema } from 'graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { builder } from './builder.ts';
import { type Context, contextOfField } from './context.ts';
import './relay/graph.ts';
import './errors/graph.ts';
import './grids/graph.ts';
import './people/graph.ts';
import './people/sign-in.ts';
import './people/passkeys.ts';
import './people/residents.ts';
import './people/real-name.ts';
import './people/real-name-decision.ts';
import './people/guardianship.ts';
import './people/privacy.ts';
import './audit/graph.ts';
import './staff/graph.ts';
import './partners/graph.ts';
import './access/graph.ts';
import './hotlist/graph.ts';
import './hotlist/mutations.ts';
import './tickets/graph.ts';
import './tickets/queries.ts';
import './tickets/reports.ts';
import './tickets/acts.ts';
import './tickets/split.ts';
import './tickets/subscription.ts';
import './tickets/board.ts';
import './tickets/presence.ts';
import './tickets/open-view.ts';
import './tickets/reveal.ts';
import './tickets/call.ts';
import './tickets/notifications.ts';
import './notices/graph.ts';
import './points/graph.ts';
import './points/rewards.ts';
import './points/mutations.ts';
import './points/office.ts';
import './points/pay-graph.ts';
import './volunteers/people.ts';
import './volunteers/reviews.ts';
import './volunteers/shifts.ts';
import './volunteers/serving.ts';
import './volunteers/planning.ts';
import './volunteers/calendar.ts';
import './volunteers/swaps.ts';
import './volunteers/invitations.ts';
import './volunteers/corrections.ts';
import './volunteers/teams.ts';
import './volunteers/training.ts';
import './volunteers/equipment.ts';
import './surges/graph.ts';
import './answers/effect.ts';
import './answers/graph.ts';
import './answers/measures.ts';
import './answers/mutations.ts';
import './answers/closing.ts';
import './surges/mutations.ts';
import './patrols/desk.ts';
import './patrols/graph.ts';
import './patrols/mutations.ts';
import './patrols/plans.ts';
import './patrols/plan-mutations.ts';
import './patrols/runs.ts';
import './honours/records.ts';
import './honours/evaluations.ts';
import './honours/certificates.ts';
import './honours/praise.ts';
import './honours/stars.ts';
import './honours/standings.ts';

export const schema: GraphQLSchema = withContextOfEachDeed(builder.toSchema());

/** Each field of a mutation acts in a context of its own. */
function withContextOfEachDeed(whole: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(whole.getMutationType()?.getFields() ?? {})) {
    const { resolve } = field;
    field.resolve = (source, args, context: Context, info) => resolve?.(source, args, contextOfField(context, String(info.path.key)), info);
  }
  return whole;
}

/** The schema as partners read it: sorted SDL, committed as schema/schema.graphql. */
export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
