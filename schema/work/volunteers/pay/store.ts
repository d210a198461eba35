// The rules by which shifts are paid: each holds for the shifts that begin while it is the latest.
import type pg from 'pg';
import type { TeamKind } from '../../../../prisma/client/enums.ts';
import type { PayRule } from './rules.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface PayRuleRow extends PayRule {
  id: string;
  kind: TeamKind;
  validFrom: Date;
  reason: string;
}

const RULE = `id, kind, valid_from AS "validFrom", points_per_hour AS "pointsPerHour", night_per_hour AS "nightPerHour", least_minutes AS "leastMinutes", reason`;

/** The rule for a kind of team's shift that begins then; undefined: such shifts earn nothing. */
export async function readPayRule(db: Db, kind: TeamKind, startsAt: Date): Promise<PayRuleRow | undefined> {
  const { rows } = await db.query<PayRuleRow>(
    `/* volunteers.readPayRule */ SELECT ${RULE} FROM points_rule WHERE kind = $1 AND valid_from <= $2 ORDER BY valid_from DESC LIMIT 1`,
    [kind, startsAt],
  );
  return rows[0];
}

/** All rules, the latest first in each kind. */
export async function listPayRules(db: Db): Promise<PayRuleRow[]> {
  const { rows } = await db.query<PayRuleRow>(
    `/* volunteers.listPayRules */ SELECT ${RULE} FROM points_rule ORDER BY kind, valid_from DESC`,
  );
  return rows;
}

/** Of all rules, the one for a kind of team's shift that begins then. */
export const ruleFor = (rules: readonly PayRuleRow[], kind: TeamKind, startsAt: Date): PayRuleRow | undefined =>
  rules.find((rule) => rule.kind === kind && rule.validFrom <= startsAt);

/** Adds a rule; undefined: there is one of the same beginning. Rules are never changed. */
export async function insertPayRule(db: Db, rule: PayRuleRow & { createdById: string | null }): Promise<PayRuleRow | undefined> {
  const { id, kind, validFrom, pointsPerHour, nightPerHour, leastMinutes, reason, createdById } = rule;
  const { rows } = await db.query<PayRuleRow>(
    `/* volunteers.insertPayRule */
     WITH made AS (
       INSERT INTO points_rule (id, kind, valid_from, points_per_hour, night_per_hour, least_minutes, reason, created_by_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING *
     ) SELECT ${RULE} FROM made UNION ALL SELECT ${RULE} FROM points_rule WHERE id = $1`,
    [id, kind, validFrom, pointsPerHour, nightPerHour, leastMinutes, reason, createdById],
  );
  return rows[0];
}
