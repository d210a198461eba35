// What is open for a volunteer: their next shift, to check in when it is time.
import { useMe } from '../app/useMe.ts';
import { NextShift } from '../home/NextShift.tsx';

export const MyNextShift = () => (useMe()?.viewer?.can.serveShifts ? <NextShift /> : null);
