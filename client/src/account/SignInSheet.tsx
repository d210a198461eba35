// Signing in: a phone and the code it receives; in demo mode a persona, one click.
import { useState } from 'react';
import { useClient } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { useMe } from '../app/useMe.ts';
import { SignInDocument } from '../generated/account/graphql.ts';
import type { Persona } from '../generated/graphql.ts';
import { Button, LinkButton } from '../ui/Button.tsx';
import { Mistake } from '../ui/Field.tsx';
import { useWords } from '../ui/preferences.ts';
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
  const me = useMe();
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
      <LinkButton label={w.staffEntry} kind="link" className="sign-in-staff" href="/staff" onClick={() => onClose(false)} />
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
          <Button label={w.personas[persona]} key={persona} onClick={() => signIn(persona, 0)} />
        ))}
        <Button label={w.another} onClick={() => signIn('RESIDENT', 1 + Math.floor(Math.random() * RESIDENTS))} />
      </div>
      <Mistake text={problem || undefined} />
    </>
  );
}
