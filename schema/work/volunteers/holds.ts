// What is held of a volunteer.
import type { Holds } from '../../frame/manifest.ts';

export const volunteerHolds = {
  places: [
    'equipment.volunteer_id',
    'insurance.volunteer_id',
    'points_rule.created_by_id', // of staff
    'shift_invitation.volunteer_id',
    'shift_signup.volunteer_id',
    'shift_swap.asker_id',
    'shift_swap.other_id',
    'team.captain_id', // shown with the team
    'team_member.volunteer_id',
    'training_certificate.volunteer_id',
    'training_signup.volunteer_id',
    'volunteer.resident_id',
  ],
  shows: {
    volunteer: `(SELECT json_build_object('status', v.status, 'appliedAt', v.applied_at, 'skills', v.skills, 'times', v.times,
      'contactName', v.contact_name, 'contactPhone', v.contact_phone, 'reason', v.reason, 'isNamed', v.is_named)
      FROM volunteer v WHERE v.resident_id = r.id)`,
    'volunteer.equipment': `(SELECT coalesce(json_agg(json_build_object('name', q.name, 'serial', q.serial, 'issuedAt', q.issued_at,
      'returnedAt', q.returned_at) ORDER BY q.issued_at), '[]') FROM equipment q WHERE q.volunteer_id = r.id)`,
    'volunteer.trainingSessions': `(SELECT coalesce(json_agg(json_build_object('course', c.name, 'startsAt', s.starts_at, 'wasThere', g.was_there)
      ORDER BY s.starts_at), '[]')
      FROM training_signup g JOIN training_session s ON s.id = g.session_id JOIN training_course c ON c.id = s.course_id WHERE g.volunteer_id = r.id)`,
    'volunteer.teams': `(SELECT coalesce(json_agg(json_build_object('team', t.name, 'since', m.since) ORDER BY m.since), '[]')
      FROM team_member m JOIN team t ON t.id = m.team_id WHERE m.volunteer_id = r.id)`,
    'volunteer.training': `(SELECT coalesce(json_agg(json_build_object('course', c.name, 'issuedAt', k.issued_at, 'expiresAt', k.expires_at)
      ORDER BY k.issued_at), '[]') FROM training_certificate k JOIN training_course c ON c.id = k.course_id WHERE k.volunteer_id = r.id)`,
    'volunteer.insurance': `(SELECT coalesce(json_agg(json_build_object('insurer', i.insurer, 'policyNumber', i.policy_number, 'from', i.starts_at,
      'until', i.ends_at) ORDER BY i.starts_at), '[]') FROM insurance i WHERE i.volunteer_id = r.id)`,
    'volunteer.shifts': `(SELECT coalesce(json_agg(json_build_object('title', s.title, 'startsAt', s.starts_at, 'endsAt', s.ends_at, 'status', u.status,
      'signedUpAt', u.signed_up_at, 'leftAt', u.left_at, 'checkedInAt', a.in_at, 'checkedOutAt', a.out_at, 'minutes', a.minutes, 'points', a.points,
      'rating', a.rating, 'evaluation', a.evaluation) ORDER BY s.starts_at), '[]')
      FROM shift_signup u JOIN shift s ON s.id = u.shift_id LEFT JOIN attendance a ON a.signup_id = u.id WHERE u.volunteer_id = r.id)`,
    'volunteer.swaps': `(SELECT coalesce(json_agg(json_build_object('shift', s.title, 'startsAt', s.starts_at, 'hasAsked', w.asker_id = r.id,
      'status', w.status, 'askedAt', w.asked_at, 'answeredAt', w.answered_at) ORDER BY w.asked_at), '[]')
      FROM shift_swap w JOIN shift s ON s.id = w.shift_id WHERE r.id IN (w.asker_id, w.other_id))`,
    'volunteer.invitations': `(SELECT coalesce(json_agg(json_build_object('shift', s.title, 'startsAt', s.starts_at, 'invitedAt', n.invited_at,
      'declinedAt', n.declined_at) ORDER BY n.invited_at), '[]')
      FROM shift_invitation n JOIN shift s ON s.id = n.shift_id WHERE n.volunteer_id = r.id)`,
    healthNote: {
      sql: '(SELECT v.health_note FROM volunteer v WHERE v.resident_id = r.id)',
      open: ({ privateNotes }, sealed, residentId) => privateNotes.open(sealed, residentId),
    },
  },
  erases: {
    volunteer: `UPDATE volunteer SET status = 'LEFT', skills = '{}', times = '{}', health_note = NULL, calendar_hash = NULL, contact_name = '',
      contact_phone = '', reason = '', is_named = false WHERE resident_id = $1`,
    evaluations: `UPDATE attendance a SET evaluation = '' FROM shift_signup u WHERE u.id = a.signup_id AND u.volunteer_id = $1 AND a.evaluation <> ''`,
    memberships: 'DELETE FROM team_member WHERE volunteer_id = $1',
    teams: 'UPDATE team SET captain_id = NULL WHERE captain_id = $1',
    trainings: 'DELETE FROM training_certificate WHERE volunteer_id = $1',
    trainingPlaces: 'DELETE FROM training_signup WHERE volunteer_id = $1',
    swaps: 'DELETE FROM shift_swap WHERE asker_id = $1 OR other_id = $1',
    invitations: 'DELETE FROM shift_invitation WHERE volunteer_id = $1',
    insurance: 'DELETE FROM insurance WHERE volunteer_id = $1',
  },
} as const satisfies Holds;
