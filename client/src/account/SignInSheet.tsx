// Signing in: a phone and the code it receives; in demo mode a persona, one click.
import { useState } from 'react';
import { useClient, useQuery } from 'urql';
import { Link } from 'wouter';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { MeDocument, type Persona, SignInDocument } from '../generated/graphql.ts';
import { Mistake } from '../ui/Field.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { PhoneSignIn } from './PhoneSignIn.tsx';
import { words } from './words.ts';
import './account.css';

const PERSONAS: readonly Persona[] = [
  'RESIDENT',
  'VOLUNTEER',
  'GRID_WORKER',
  'OFFICER',
  'DISPATCHER',
  'COMMANDER',
  'PROPERTY',
  'LEGAL_ADVISER',
  'ADMIN',
];
/** Demo residents that "another resident" draws from. */
const RESIDENTS = 1900;

export default function SignInSheet({ onClose }: { onClose: (isSignedIn: boolean) => void }) {
  const w = useWords(words);
  const { startAfresh } = useSurroundings();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const [isCodeSent, setCodeSent] = useState(false);
  const done = () => {
    startAfresh();
    onClose(true);
  };
  return (
    <Sheet title={w.signInTitle} onClose={() => onClose(false)}>
      {me?.isDemo && !isCodeSent && (
        <>
          <DemoPersonas onSignedIn={done} />
          <h3>{w.withPhone}</h3>
        </>
      )}
      <PhoneSignIn isDemo={me?.isDemo ?? false} onCodeSent={setCodeSent} onSignedIn={done} />
      <Link href="/staff" className="link-button sign-in-staff" onClick={() => onClose(false)}>
        {w.staffEntry}
      </Link>
    </Sheet>
  );
}

function DemoPersonas({ onSignedIn }: { onSignedIn: () => void }) {
  const w = useWords(words);
  const client = useClient();
  const [problem, setProblem] = useState('');
  const signIn = async (persona: Persona, index: number) => {
    const { data } = await client.mutation(SignInDocument, { persona, index }).toPromise();
    const answer = data?.demoSignIn;
    if (answer?.__typename !== 'DemoSignInSuccess') return setProblem(answer?.message ?? w.failed);
    onSignedIn();
  };
  return (
    <>
      <h3>{w.demoTitle}</h3>
      <p className="note">{w.signInHint}</p>
      <div className="personas">
        {PERSONAS.map((persona) => (
          <button key={persona} type="button" className="button" onClick={() => void signIn(persona, 0)}>
            {w.personas[persona]}
          </button>
        ))}
        <button type="button" className="button" onClick={() => void signIn('RESIDENT', 1 + Math.floor(Math.random() * RESIDENTS))}>
          {w.another}
        </button>
      </div>
      <Mistake text={problem || undefined} />
    </>
  );
}
