import { page, type Room } from '../app/room.ts';

const APPLY = { zh: '当志愿者', en: 'Become a volunteer' };

export const volunteers: Room = {
  name: 'volunteers',
  pages: [
    page('/shifts', () => import('./ShiftsPage.tsx'), {
      title: { zh: '志愿班次', en: 'Volunteer shifts' },
      groups: ['volunteering', 'field'],
    }),
    page('/shifts/new', () => import('./NewShiftPage.tsx'), { title: { zh: '排班', en: 'New shift' } }),
    page('/shifts/:id', () => import('./ShiftPage.tsx'), { title: { zh: '志愿班次', en: 'Volunteer shift' } }),
    page('/check-in', () => import('./CheckInPage.tsx'), { title: { zh: '签到', en: 'Check in' }, up: '/shifts' }),
    page('/post', () => import('./PostPage.tsx'), {
      title: { zh: '签到二维码', en: 'Check-in QR code' },
      who: ({ can }) => can?.showPosts,
      groups: ['field', 'spot'],
    }),
    page('/volunteer', () => import('./VolunteerPage.tsx'), {
      title: APPLY,
      titleFor: ({ can }) => (can?.serveShifts ? { zh: '志愿者资料', en: 'My volunteer details' } : APPLY),
      who: ({ can, isResident }) => !can || isResident,
      groups: ['volunteering'],
    }),
    page('/volunteers', () => import('./ReviewPage.tsx'), {
      title: { zh: '审核志愿者', en: 'Review volunteers' },
      who: ({ can }) => can?.manageVolunteers,
      groups: ['field'],
    }),
    page('/training', () => import('./TrainingPage.tsx'), {
      title: { zh: '培训', en: 'Training' },
      who: ({ can }) => can?.serveShifts || can?.manageVolunteers,
      groups: ['volunteering', 'field'],
    }),
  ],
  // Never other people, and no code that is old by then. A page that needs the members of a team is not on the phone.
  keeps: {
    types: ['Shift', 'Team', 'DutyPost'],
    never: ['signups', 'captain', 'captainCode', 'swaps', 'invitations'],
    unknown: ['members'],
  },
};
