// All SQL of what people may ask about their own data: consents, everything held, erasure.
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import type { ConsentPurpose } from '../../prisma/client/enums.ts';

type Db = Pick<pg.ClientBase, 'query'>;

export interface ConsentRow {
  purpose: ConsentPurpose;
  textVersion: string;
  givenAt: Date;
  withdrawnAt: Date | null;
}

/** Consents ever given, the latest first. */
export async function readConsents(db: Db, residentId: string): Promise<ConsentRow[]> {
  const { rows } = await db.query<ConsentRow>(
    `/* privacy.readConsents */ SELECT purpose, text_version AS "textVersion", given_at AS "givenAt", withdrawn_at AS "withdrawnAt"
     FROM consent WHERE resident_id = $1 ORDER BY given_at DESC, id DESC`,
    [residentId],
  );
  return rows;
}

/** Gives a consent; false when the same text is agreed to already. */
export async function giveConsent(db: Db, residentId: string, purpose: ConsentPurpose, textVersion: string): Promise<boolean> {
  await db.query('/* privacy.lock */ SELECT FROM resident WHERE id = $1 FOR UPDATE', [residentId]);
  const { rowCount } = await db.query(
    `/* privacy.giveConsent */ INSERT INTO consent (id, resident_id, purpose, text_version)
     SELECT $1, $2, $3::consent_purpose, $4 WHERE NOT EXISTS (
       SELECT FROM consent WHERE resident_id = $2 AND purpose = $3::consent_purpose AND text_version = $4 AND withdrawn_at IS NULL)`,
    [uuid(), residentId, purpose, textVersion],
  );
  return rowCount === 1;
}

/** Takes a consent back; false when there was none. */
export async function withdrawConsent(db: Db, residentId: string, purpose: ConsentPurpose): Promise<boolean> {
  const { rowCount } = await db.query(
    `/* privacy.withdrawConsent */ UPDATE consent SET withdrawn_at = now()
     WHERE resident_id = $1 AND purpose = $2::consent_purpose AND withdrawn_at IS NULL`,
    [residentId, purpose],
  );
  return (rowCount ?? 0) > 0;
}

type Sealed = Record<string, unknown> & { idNumberCipher: string | null; healthNoteCipher: string | null };

/** Everything held on a resident, by what it is for; the identity number and the note on their health still sealed. */
export async function readEverything(db: Db, residentId: string): Promise<Sealed> {
  const { rows } = await db.query(
    `/* privacy.readEverything */
     SELECT json_build_object('name', r.name, 'phone', r.phone, 'birthDate', r.birth_date, 'realNameStatus', r.real_name_status,
         'isVolunteer', r.is_volunteer, 'household', (SELECT o.address FROM household o WHERE o.id = r.household_id), 'homeGrid', (SELECT g.name FROM grid g WHERE g.id = r.home_grid_id),
         'guardian', (SELECT o.name FROM resident o WHERE o.id = r.guardian_id), 'since', r.created_at) AS profile,
       encode(r.id_number_cipher, 'base64') AS "idNumberCipher",
       (SELECT coalesce(json_agg(json_build_object('name', a.name, 'address', a.address, 'decision', a.decision, 'reason', a.reason,
           'handedInAt', a.created_at, 'decidedAt', a.decided_at) ORDER BY a.created_at), '[]')
         FROM real_name_application a WHERE a.resident_id = r.id) AS "realNameApplications",
       (SELECT coalesce(json_agg(json_build_object('issue', h.title, 'castAt', v.cast_at, 'counts', v.is_counted, 'deviceMark', v.device::text) ORDER BY v.cast_at), '[]')
         FROM vote v JOIN hot_issue h ON h.id = v.hot_issue_id WHERE v.resident_id = r.id) AS votes,
       (SELECT coalesce(json_agg(json_build_object('title', h.title, 'description', h.description, 'raisedAt', h.created_at,
           'longitude', h.longitude, 'latitude', h.latitude) ORDER BY h.created_at), '[]')
         FROM hot_issue h WHERE h.created_by_id = r.id) AS "issuesRaised",
       (SELECT coalesce(json_agg(json_build_object('issue', h.title, 'since', f.since) ORDER BY f.since), '[]')
         FROM hot_issue_follower f JOIN hot_issue h ON h.id = f.hot_issue_id WHERE f.resident_id = r.id) AS "issuesFollowed",
       (SELECT coalesce(json_agg(json_build_object('number', t.number, 'description', t.description, 'address', t.address, 'status', t.status,
           'reportedAt', t.created_at, 'longitude', t.longitude, 'latitude', t.latitude, 'rating', t.rating, 'ratingComment', t.rating_comment,
           'isAnonymous', t.is_anonymous) ORDER BY t.created_at), '[]') FROM ticket t WHERE t.reporter_id = r.id) AS "ticketsReported",
       (SELECT coalesce(json_agg(json_build_object('ticket', t.number, 'at', e.at, 'what', e.kind, 'detail', e.detail) ORDER BY e.at), '[]')
         FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id WHERE e.actor_kind = 'RESIDENT' AND e.actor_id = r.id) AS "ticketActs",
       (SELECT coalesce(json_agg(json_build_object('ticket', t.number, 'since', f.since) ORDER BY f.since), '[]')
         FROM ticket_follower f JOIN ticket t ON t.id = f.ticket_id WHERE f.resident_id = r.id) AS "ticketsFollowed",
       (SELECT coalesce(json_agg(json_build_object('ticket', t.number, 'sentAt', a.created_at, 'kind', a.kind, 'url', '/uploads/' || a.file_name)
           ORDER BY a.created_at), '[]')
         FROM attachment a LEFT JOIN ticket t ON t.id = a.ticket_id WHERE a.uploader_kind = 'RESIDENT' AND a.uploader_id = r.id) AS "filesSent",
       (SELECT coalesce(json_agg(json_build_object('at', e.at, 'what', t.kind, 'amount', e.amount, 'balanceAfter', e.balance_after, 'note', t.note,
           'expiresAt', e.expires_at) ORDER BY e.position), '[]')
         FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id JOIN ledger_transaction t ON t.id = e.transaction_id
         WHERE a.resident_id = r.id) AS points,
       (SELECT coalesce(json_agg(json_build_object('reward', w.name, 'points', v.points, 'status', v.status, 'at', v.created_at, 'endedAt', v.ended_at)
           ORDER BY v.created_at), '[]') FROM redemption v JOIN reward w ON w.id = v.reward_id WHERE v.resident_id = r.id) AS redemptions,
       (SELECT json_build_object('status', v.status, 'appliedAt', v.applied_at, 'skills', v.skills, 'times', v.times, 'contactName', v.contact_name,
           'contactPhone', v.contact_phone, 'reason', v.reason, 'isNamed', v.is_named,
           'equipment', (SELECT coalesce(json_agg(json_build_object('name', q.name, 'serial', q.serial, 'issuedAt', q.issued_at, 'returnedAt', q.returned_at)
               ORDER BY q.issued_at), '[]') FROM equipment q WHERE q.volunteer_id = v.resident_id),
           'trainingSessions', (SELECT coalesce(json_agg(json_build_object('course', c.name, 'startsAt', s.starts_at, 'wasThere', g.was_there) ORDER BY s.starts_at), '[]')
             FROM training_signup g JOIN training_session s ON s.id = g.session_id JOIN training_course c ON c.id = s.course_id
             WHERE g.volunteer_id = v.resident_id),
           'certificates', (SELECT coalesce(json_agg(json_build_object('kind', p.kind, 'checkCode', p.check_code, 'issuedAt', p.issued_at, 'says', p.content,
               'revokedAt', p.revoked_at) ORDER BY p.issued_at), '[]') FROM service_certificate p WHERE p.volunteer_id = v.resident_id),
           'praise', (SELECT coalesce(json_agg(json_build_object('text', p.text, 'at', p.created_at, 'shownAt', p.shown_at, 'hiddenAt', p.hidden_at)
               ORDER BY p.created_at), '[]') FROM praise p WHERE p.volunteer_id = v.resident_id),
           'nominations', (SELECT coalesce(json_agg(json_build_object('month', n.month, 'reason', n.reason, 'wonAt', n.won_at) ORDER BY n.month), '[]')
             FROM star_nomination n WHERE n.volunteer_id = v.resident_id),
           'teams', (SELECT coalesce(json_agg(json_build_object('team', t.name, 'since', m.since) ORDER BY m.since), '[]')
             FROM team_member m JOIN team t ON t.id = m.team_id WHERE m.volunteer_id = v.resident_id),
           'training', (SELECT coalesce(json_agg(json_build_object('course', c.name, 'issuedAt', k.issued_at, 'expiresAt', k.expires_at) ORDER BY k.issued_at), '[]')
             FROM training_certificate k JOIN training_course c ON c.id = k.course_id WHERE k.volunteer_id = v.resident_id),
           'insurance', (SELECT coalesce(json_agg(json_build_object('insurer', i.insurer, 'policyNumber', i.policy_number, 'from', i.starts_at, 'until', i.ends_at)
               ORDER BY i.starts_at), '[]') FROM insurance i WHERE i.volunteer_id = v.resident_id),
           'shifts', (SELECT coalesce(json_agg(json_build_object('title', s.title, 'startsAt', s.starts_at, 'endsAt', s.ends_at, 'status', u.status,
               'signedUpAt', u.signed_up_at, 'leftAt', u.left_at, 'checkedInAt', a.in_at, 'checkedOutAt', a.out_at, 'minutes', a.minutes, 'points', a.points,
               'rating', a.rating, 'evaluation', a.evaluation)
               ORDER BY s.starts_at), '[]')
             FROM shift_signup u JOIN shift s ON s.id = u.shift_id LEFT JOIN attendance a ON a.signup_id = u.id WHERE u.volunteer_id = v.resident_id),
           'patrols', (SELECT coalesce(json_agg(json_build_object('route', o.name, 'point', i.name, 'at', x.at, 'distance', x.distance, 'isByCode', x.is_by_code) ORDER BY x.at), '[]')
             FROM shift_signup u JOIN patrol_run n ON n.signup_id = u.id JOIN patrol_route o ON o.id = n.route_id JOIN patrol_visit x ON x.run_id = n.id
             JOIN patrol_point i ON i.id = x.point_id WHERE u.volunteer_id = v.resident_id),
           'swaps', (SELECT coalesce(json_agg(json_build_object('shift', s.title, 'startsAt', s.starts_at, 'hasAsked', w.asker_id = v.resident_id,
               'status', w.status, 'askedAt', w.asked_at, 'answeredAt', w.answered_at) ORDER BY w.asked_at), '[]')
             FROM shift_swap w JOIN shift s ON s.id = w.shift_id WHERE v.resident_id IN (w.asker_id, w.other_id)),
           'invitations', (SELECT coalesce(json_agg(json_build_object('shift', s.title, 'startsAt', s.starts_at, 'invitedAt', n.invited_at,
               'declinedAt', n.declined_at) ORDER BY n.invited_at), '[]')
             FROM shift_invitation n JOIN shift s ON s.id = n.shift_id WHERE n.volunteer_id = v.resident_id))
         FROM volunteer v WHERE v.resident_id = r.id) AS volunteer,
       (SELECT coalesce(json_agg(json_build_object('team', t.name, 'text', p.text, 'at', p.created_at) ORDER BY p.created_at), '[]')
         FROM praise p JOIN team t ON t.id = p.team_id WHERE p.author_kind = 'RESIDENT' AND p.author_id = r.id) AS "praiseGiven",
       (SELECT coalesce(json_agg(json_build_object('month', n.month, 'reason', n.reason, 'at', n.created_at) ORDER BY n.created_at), '[]')
         FROM star_nomination n WHERE n.nominator_id = r.id) AS "nominationsMade",
       (SELECT coalesce(json_agg(json_build_object('month', s.month, 'castAt', s.cast_at) ORDER BY s.month), '[]')
         FROM star_vote s WHERE s.resident_id = r.id) AS "starVotes",
       (SELECT coalesce(json_agg(json_build_object('kind', n.kind, 'detail', n.detail, 'at', n.at, 'seenAt', n.seen_at) ORDER BY n.at), '[]')
         FROM notice n WHERE n.user_id = r.user_id) AS notices,
       (SELECT encode(v.health_note, 'base64') FROM volunteer v WHERE v.resident_id = r.id) AS "healthNoteCipher",
       (SELECT coalesce(json_agg(json_build_object('purpose', c.purpose, 'textVersion', c.text_version, 'givenAt', c.given_at,
           'withdrawnAt', c.withdrawn_at) ORDER BY c.given_at), '[]') FROM consent c WHERE c.resident_id = r.id) AS consents,
       (SELECT coalesce(json_agg(json_build_object('userAgent', s.user_agent, 'address', s.ip_address, 'signedInAt', s.created_at,
           'lastSeenAt', s.last_seen_at) ORDER BY s.created_at), '[]') FROM session s WHERE s.user_id = r.user_id) AS devices,
       (SELECT coalesce(json_agg(json_build_object('name', w.name, 'birthDate', w.birth_date)), '[]')
         FROM resident w WHERE w.guardian_id = r.id) AS wards,
       (SELECT coalesce(json_agg(json_build_object('at', l.at, 'by', l.actor_title, 'action', l.action, 'reason', l.reason) ORDER BY l.at), '[]')
         FROM access_log l WHERE l.subject_id = r.id) AS "accessLog"
     FROM resident r WHERE r.id = $1`,
    [residentId],
  );
  return rows[0];
}

/**
 * Removes the person and keeps the skeleton: their votes and issues stand, by nobody, and of their tickets number, category, times. In the caller's transaction.
 * Sessions, sign-in, consents and applications go.
 */
export async function erase(
  db: Db,
  { residentId, userId, phone }: { residentId: string; userId: string; phone: string | null },
): Promise<void> {
  await db.query('/* privacy.lockResident */ SELECT FROM resident WHERE id = $1 FOR UPDATE', [residentId]);
  await db.query(
    `/* privacy.eraseResident */ UPDATE resident SET name = '已注销', phone = NULL, user_id = NULL, id_number_cipher = NULL, id_number_index = NULL,
       birth_date = NULL, guardian_id = NULL, home_grid_id = NULL, household_id = NULL, source = NULL, source_id = NULL,
       is_volunteer = false, real_name_status = 'UNVERIFIED', erased_at = now() WHERE id = $1`,
    [residentId],
  );
  await db.query('/* privacy.eraseApplications */ DELETE FROM real_name_application WHERE resident_id = $1', [residentId]);
  await db.query(
    `/* privacy.eraseVolunteer */ UPDATE volunteer SET status = 'LEFT', skills = '{}', times = '{}', health_note = NULL, calendar_hash = NULL, contact_name = '', contact_phone = '',
       reason = '', is_named = false WHERE resident_id = $1`,
    [residentId],
  );
  await db.query('/* privacy.eraseMemberships */ DELETE FROM team_member WHERE volunteer_id = $1', [residentId]);
  await db.query('/* privacy.releaseTeams */ UPDATE team SET captain_id = NULL WHERE captain_id = $1', [residentId]);
  await db.query('/* privacy.eraseCertificates */ DELETE FROM service_certificate WHERE volunteer_id = $1', [residentId]);
  await db.query('/* privacy.eraseTrainings */ DELETE FROM training_certificate WHERE volunteer_id = $1', [residentId]);
  await db.query('/* privacy.erasePraise */ DELETE FROM praise WHERE volunteer_id = $1', [residentId]);
  await db.query('/* privacy.releasePraise */ UPDATE praise SET author_id = NULL WHERE author_id = $1', [residentId]);
  await db.query('/* privacy.eraseNominations */ DELETE FROM star_nomination WHERE volunteer_id = $1', [residentId]); // votes for them with it
  await db.query('/* privacy.eraseTrainingPlaces */ DELETE FROM training_signup WHERE volunteer_id = $1', [residentId]);
  await db.query(
    `/* privacy.eraseEvaluations */ UPDATE attendance a SET evaluation = '' FROM shift_signup u WHERE u.id = a.signup_id AND u.volunteer_id = $1 AND a.evaluation <> ''`,
    [residentId],
  );
  await db.query(
    `/* privacy.eraseVisits */ DELETE FROM patrol_visit WHERE run_id IN (
       SELECT n.id FROM patrol_run n JOIN shift_signup u ON u.id = n.signup_id WHERE u.volunteer_id = $1)`,
    [residentId],
  );
  await db.query('/* privacy.eraseSwaps */ DELETE FROM shift_swap WHERE asker_id = $1 OR other_id = $1', [residentId]);
  await db.query('/* privacy.eraseInvitations */ DELETE FROM shift_invitation WHERE volunteer_id = $1', [residentId]);
  await db.query('/* privacy.eraseInsurance */ DELETE FROM insurance WHERE volunteer_id = $1', [residentId]);
  await db.query('/* privacy.releaseWards */ UPDATE resident SET guardian_id = NULL WHERE guardian_id = $1', [residentId]);
  // Photos and voice of theirs belong to nothing any more: what removes loose files removes them with the next hour.
  await db.query(
    `/* privacy.eraseFiles */ UPDATE attachment SET ticket_id = NULL, seq = NULL, created_at = created_at - interval '2 days'
     WHERE uploader_kind = 'RESIDENT' AND uploader_id = $1`,
    [residentId],
  );
  await db.query('/* privacy.eraseTicketWords */ SELECT erase_ticket_words($1)', [residentId]);
  await db.query(
    `/* privacy.eraseIssuePlaces */ UPDATE hot_issue SET longitude = round(longitude::numeric, 3)::float8, latitude = round(latitude::numeric, 3)::float8
     WHERE created_by_id = $1 AND longitude IS NOT NULL`,
    [residentId],
  );
  await db.query('/* privacy.eraseFollows */ DELETE FROM hot_issue_follower WHERE resident_id = $1', [residentId]);
  await db.query('/* privacy.eraseHeldNews */ DELETE FROM held_news WHERE resident_id = $1', [residentId]);
  await db.query('/* privacy.eraseDevices */ UPDATE vote SET device = NULL WHERE resident_id = $1 AND device IS NOT NULL', [residentId]);
  await db.query('/* privacy.eraseConsents */ DELETE FROM consent WHERE resident_id = $1', [residentId]);
  await db.query('/* privacy.eraseCodes */ DELETE FROM auth_verification WHERE identifier = $1', [`phone-number-otp-${phone}`]);
  await db.query('/* privacy.eraseAnswers */ DELETE FROM idempotency_record WHERE owner = $1', [`user:${userId}`]);
  await db.query('/* privacy.eraseSignIn */ DELETE FROM auth_user WHERE id = $1', [userId]); // sessions and credentials with it
}
