import { page, type Room } from '../app/room.ts';

export const volunteers: Room = {
  name: 'volunteers',
  pages: [
    page('/shifts', () => import('./ShiftsPage.tsx'), {
      title: { zh: '志愿班次', en: 'Volunteer shifts' },
      row: 80,
    }),
    page('/shifts/new', () => import('./NewShiftPage.tsx'), { title: { zh: '排班', en: 'New shift' } }),
    page('/shifts/:id', () => import('./ShiftPage.tsx'), { title: { zh: '志愿班次', en: 'Volunteer shift' } }),
    page('/check-in', () => import('./CheckInPage.tsx'), { title: { zh: '签到', en: 'Check in' } }),
    page('/post', () => import('./PostPage.tsx'), {
      title: { zh: '签到二维码', en: 'Check-in QR code' },
      who: ({ can }) => can?.showPosts,
      row: 130,
    }),
    page('/volunteer', () => import('./VolunteerPage.tsx'), {
      title: { zh: '志愿者', en: 'Volunteering' },
      who: ({ isResident }) => isResident,
      row: 90,
    }),
    page('/volunteers', () => import('./ReviewPage.tsx'), {
      title: { zh: '审核志愿者', en: 'Review volunteers' },
      who: ({ can }) => can?.manageVolunteers,
      row: 140,
    }),
    page('/training', () => import('./TrainingPage.tsx'), { title: { zh: '培训', en: 'Training' } }),
  ],
  // Never other people, and no code that is old by then. A page that needs the members of a team is not on the phone.
  keeps: {
    types: ['Shift', 'Team', 'DutyPost'],
    never: ['signups', 'captain', 'captainCode', 'swaps', 'invitations'],
    unknown: ['members'],
  },
};
