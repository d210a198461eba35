// Who sees volunteers.
import { decodeIdOf } from '../../schema/frame/relay/global-id.ts';
import type { Seen } from '../access/parts.ts';
import { ask, deed, signIn } from '../support/server.ts';
import { makeShift, makeVolunteer, posts } from '../support/volunteers.ts';

const NO_SHIFT = 'content: { teamId: $team, postId: "bm9uZQ", title: "", capacity: 0, startsAt: "2000-01-01T00:00:00Z", minutes: 0 }';

export const seen: Seen = {
  ids: { volunteer: 'ID!', team: 'ID!', shift: 'ID!', planned: 'ID!' },
  /** The resident serves in a shift. In one to come they ask another to take over, who has one to give, and a third is asked to fill a gap. */
  async town({ server, self, officer }) {
    const { volunteer, team, shift } = await makeVolunteer(server, self, officer);
    const row = decodeIdOf('Volunteer', volunteer);
    await server.database.pool.query(
      `UPDATE attendance SET rating = 5, evaluation = '矩阵', evaluated_at = now() WHERE out_at IS NULL AND signup_id IN (
         SELECT id FROM shift_signup WHERE volunteer_id = $1)`,
      [row],
    );
    const post = Object.values(await posts(server))[0] as { id: string };
    // At three in the morning, when nobody of the demo has another shift.
    const atThree = Math.floor(Date.now() / 86_400_000) * 86_400_000 + 19 * 3_600_000;
    const inDays = (days: number) => ({ teamId: team, postId: post.id, startsAt: new Date(atThree + days * 86_400_000) });
    const [planned, theirs] = [await makeShift(server, officer, inDays(3)), await makeShift(server, officer, inDays(4))];
    const other = await signIn(server, 'VOLUNTEER', 4);
    const volunteerId = (await ask(server, '{ myVolunteer { id } }', {}, { token: other })).data.myVolunteer.id;
    await deed(server, self, 'shiftJoin', { shiftId: planned });
    await deed(server, other, 'shiftJoin', { shiftId: theirs });
    await deed(server, self, 'shiftSwapAsk', { shiftId: planned, volunteerId, otherShiftId: theirs });
    for (const shiftId of [shift, planned]) await deed(server, officer, 'shiftInvite', { shiftId, volunteerIds: [volunteerId] });
    // The clock may have reminded others of shifts of theirs.
    await server.database.pool.query(
      `DELETE FROM notice WHERE user_id NOT IN (SELECT r.user_id FROM resident r JOIN volunteer v ON v.resident_id = r.id WHERE v.resident_id = $1)`,
      [row],
    );
    await deed(server, officer, 'equipmentIssue', { volunteerId: volunteer, name: '反光背心' });
    const { data } = await ask(server, '{ trainingSessions { id } }');
    await deed(server, self, 'trainingJoin', { sessionId: data.trainingSessions[0].id });
    return { volunteer, team, shift, planned };
  },
  types: {
    Volunteer: { path: 'node(id: $volunteer) { ... on Volunteer { ? } }', reference: 'R' },
    EmergencyContact: { path: 'node(id: $volunteer) { ... on Volunteer { emergencyContact { ? } } }', reference: 'R' },
    TrainingCertificate: { path: 'node(id: $volunteer) { ... on Volunteer { certificates { ? } } }', reference: 'R' },
    Insurance: { path: 'node(id: $volunteer) { ... on Volunteer { insurances { ? } } }', reference: 'R' },
    TrainingCourse: { path: 'trainingCourses { ? }', reference: 'A' },
    Team: { path: 'teams { ? }', reference: 'C', relative: ['canManage'] },
    DutyPost: { path: 'dutyPosts { ? }', reference: 'A', relative: ['code'] },
    CheckInCode: { path: 'dutyPosts { code { ? } }', reference: 'C', relative: ['code', 'changesAt'] },
    Shift: { path: 'node(id: $shift) { ... on Shift { ? } }', reference: 'R', relative: ['mySignup', 'captainCode', 'isInvited'] },
    ShiftSwap: { path: 'node(id: $planned) { ... on Shift { swaps { ? } } }', reference: 'R' },
    SwapPartner: { path: 'node(id: $planned) { ... on Shift { swapPartners { ? } } }', reference: 'R' },
    ShiftInvitation: { path: 'node(id: $planned) { ... on Shift { invitations { ? } } }', reference: 'C' },
    ShiftSignup: { path: 'node(id: $shift) { ... on Shift { signups { ? } } }', reference: 'R' },
    Attendance: { path: 'node(id: $shift) { ... on Shift { signups { attendance { ? } } } }', reference: 'R' },
    ShiftEarning: { path: 'node(id: $shift) { ... on Shift { earning { ? } } }', reference: 'A' },
    PointsRule: { path: 'pointsRules { ? }', reference: 'A' },
    ServiceEvaluation: { path: 'node(id: $shift) { ... on Shift { signups { evaluation { ? } } } }', reference: 'R' },
    Equipment: { path: 'node(id: $volunteer) { ... on Volunteer { equipment { ? } } }', reference: 'R' },
    TrainingSession: { path: 'trainingSessions { ? }', reference: 'C', relative: ['viewerHasJoined'] },
    TrainingEnrolment: { path: 'trainingSessions { enrolments { ? } }', reference: 'C' },
  },
  own: ['Shift.candidates', 'Shift.invitations', 'Query.myVolunteer', 'Query.volunteers'],
  mutations: {
    pointsRuleCreate: '(input: { kind: PATROL, validFrom: "2000-01-01T00:00:00Z", pointsPerHour: 0, reason: "" })',
    volunteerApply: '(input: { skills: [], times: [], contactName: "", contactPhone: "" })',
    volunteerReview: '(input: { volunteerId: $volunteer, expectedVersion: 0, isAccepted: true })',
    trainingCertify: '(input: { volunteerId: "bm9uZQ", courseId: "bm9uZQ" })',
    insuranceAdd:
      '(input: { volunteerId: $volunteer, insurer: "", policyNumber: "", startsAt: "2000-01-01T00:00:00Z", endsAt: "2000-01-01T00:00:00Z" })',
    calendarFeedCreate: '',
    calendarFeedRemove: '',
    attendanceCorrect:
      '(input: { shiftId: $shift, volunteerId: $volunteer, inAt: "2000-01-01T00:00:00Z", outAt: "2000-01-01T00:00:00Z", reason: "" })',
    serviceEvaluate: '(input: { shiftId: $shift, volunteerId: $volunteer, rating: 0 })',
    teamCreate: '(input: { content: { kind: PATROL, name: "" } })',
    teamChange: '(input: { teamId: $team, expectedVersion: 0, content: { kind: PATROL, name: "" } })',
    teamMemberAdd: '(input: { teamId: $team, volunteerId: "bm9uZQ" })',
    teamMemberRemove: '(input: { teamId: $team, volunteerId: "bm9uZQ" })',
    dutyPostCreate: '(input: { name: "", longitude: 0, latitude: 0 })',
    volunteerNaming: '(input: { isNamed: false })',
    trainingCourseCreate: '(input: { name: "" })',
    trainingSessionCreate: '(input: { courseId: "bm9uZQ", place: "", startsAt: "2000-01-01T00:00:00Z", minutes: 1, capacity: 1 })',
    trainingSessionCancel: '(input: { sessionId: "bm9uZQ" })',
    trainingJoin: '(input: { sessionId: "bm9uZQ" })',
    trainingLeave: '(input: { sessionId: "bm9uZQ" })',
    trainingMark: '(input: { sessionId: "bm9uZQ", volunteerId: "bm9uZQ", wasThere: true })',
    equipmentIssue: '(input: { volunteerId: $volunteer, name: "" })',
    equipmentReturn: '(input: { equipmentId: "bm9uZQ" })',
    shiftJoin: '(input: { shiftId: "bm9uZQ" })',
    shiftLeave: '(input: { shiftId: "bm9uZQ" })',
    shiftSwapAsk: '(input: { shiftId: "bm9uZQ", volunteerId: "bm9uZQ" })',
    shiftSwapAnswer: '(input: { swapId: "bm9uZQ", isAccepted: true })',
    shiftSwapWithdraw: '(input: { swapId: "bm9uZQ" })',
    shiftInvite: '(input: { shiftId: $planned, volunteerIds: [] })',
    shiftInvitationDecline: '(input: { shiftId: "bm9uZQ" })',
    shiftCheckIn: '(input: { shiftId: "bm9uZQ" })',
    shiftCheckOut: '(input: { shiftId: "bm9uZQ" })',
    shiftCreate: `(input: { ${NO_SHIFT} })`,
    shiftSeriesCreate: `(input: { ${NO_SHIFT}, rule: "" })`,
    shiftSeriesEnd: '(input: { shiftId: $shift, reason: "" })',
    shiftChange: '(input: { shiftId: $shift, expectedVersion: 0, title: "", capacity: 1 })',
    shiftCancel: '(input: { shiftId: $shift, reason: "" })',
  },
  subscriptions: {
    shiftUpdated: 'x: shiftUpdated(shiftId: $shift) { id }',
  },
};
