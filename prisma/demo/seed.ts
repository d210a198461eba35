// Writes the demo town: inside the caller's transaction, so all of it or nothing.
import { type Connection, insert } from './rows.ts';
import { makeTown, type Town } from './town.ts';
import { type DemoIssue, type DemoVote, makeHotList } from './votes.ts';

const DAY_MS = 86_400_000;

/** Whether the demo town stands already. */
export async function isSeeded(connection: Connection): Promise<boolean> {
  const { rowCount } = await connection.query(`SELECT FROM resident WHERE phone LIKE '+86100%' LIMIT 1`);
  return rowCount === 1;
}

/**
 * Writes the town and the thirty days of votes before `now`. Vote counters are left at zero: the caller counts them
 * with the hot list's own rules.
 */
export async function seedDemo(connection: Connection, now: Date): Promise<void> {
  const town = makeTown();
  const { rows } = await connection.query('SELECT id FROM station ORDER BY created_at, id LIMIT 1');
  const stationId = (rows[0] as { id: string }).id;
  await insertPlaces(connection, town, stationId);
  await insertPeople(connection, town, now);
  const { issues, votes } = makeHotList(town, now);
  await insertIssues(connection, issues, stationId);
  await insertVotes(connection, votes);
}

async function insertPlaces(connection: Connection, { communities, grids, neighbours }: Town, stationId: string): Promise<void> {
  await insert(
    connection,
    'community',
    communities.map(({ id, name }, index) => ({ id, name, station_id: stationId, created_at: placeTime(index) })),
  );
  await insert(
    connection,
    'grid',
    grids.map(({ id, communityId, number, name, ring }) => {
      const longitudes = ring.map(([longitude]) => longitude);
      const latitudes = ring.map(([, latitude]) => latitude);
      return {
        id,
        name,
        community_id: communityId,
        code: String(number),
        boundary: { type: 'MultiPolygon', coordinates: [[ring]] },
        west: Math.min(...longitudes),
        east: Math.max(...longitudes),
        south: Math.min(...latitudes),
        north: Math.max(...latitudes),
        created_at: placeTime(number),
      };
    }),
  );
  await insert(
    connection,
    'grid_neighbour',
    neighbours.map(([grid_id, neighbour_id]) => ({ grid_id, neighbour_id })),
  );
}

/** Places are listed in the order they were made: a second apart, on the day the street began. */
function placeTime(index: number): Date {
  return new Date(Date.UTC(2026, 0, 1) + index * 1000);
}

async function insertPeople(connection: Connection, { staff, grids, households, residents }: Town, now: Date): Promise<void> {
  await insert(
    connection,
    'staff_profile',
    staff.map(({ id, role, name, title, phone }) => ({ id, role, name, title, phone })),
  );
  const since = new Date(now.getTime() - 365 * DAY_MS);
  await insert(
    connection,
    'duty',
    staff.flatMap(({ id, role, duty }) =>
      duty
        ? {
            id: duty.id,
            grid_id: grids.find(({ number }) => number === duty.gridNumber)?.id,
            staff_id: id,
            is_responsible: role === 'OFFICER',
            starts_at: since,
          }
        : [],
    ),
  );
  await insert(
    connection,
    'household',
    households.map(({ id, gridId, address }) => ({ id, address, grid_id: gridId })),
  );
  await insert(
    connection,
    'resident',
    residents.map(({ id, name, phone, gridId, householdId, isVolunteer }) => ({
      id,
      name,
      phone,
      real_name_status: 'VERIFIED',
      home_grid_id: gridId,
      household_id: householdId,
      is_volunteer: isVolunteer,
    })),
  );
}

async function insertIssues(connection: Connection, issues: DemoIssue[], stationId: string): Promise<void> {
  const { rows } = await connection.query('SELECT id, code FROM category');
  const categories = new Map((rows as { id: string; code: string }[]).map(({ id, code }) => [code, id]));
  await insert(
    connection,
    'hot_issue',
    issues.map((issue) => ({
      id: issue.id,
      station_id: stationId,
      community_id: issue.communityId,
      grid_id: issue.gridId,
      category_id: categories.get(issue.category),
      title: issue.title,
      description: issue.description ?? '',
      status: issue.status ?? 'OPEN',
      closed_at: issue.closedAt,
      closed_reason: issue.reason ?? null,
      created_by_id: issue.createdById,
      created_at: issue.createdAt,
    })),
  );
}

async function insertVotes(connection: Connection, votes: DemoVote[]): Promise<void> {
  await insert(
    connection,
    'vote',
    votes.map(({ hotIssueId, residentId, castAt }) => ({ hot_issue_id: hotIssueId, resident_id: residentId, cast_at: castAt })),
  );
}
