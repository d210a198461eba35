// Signing in: in demo mode a persona, one click.
import { useState } from 'react';
import { useClient, useQuery } from 'urql';
import { useSurroundings } from '../app/Providers.tsx';
import { useWords } from '../app/preferences.ts';
import { MeDocument, type Persona, SignInDocument } from '../generated/graphql.ts';
import { Sheet } from '../ui/Sheet.tsx';
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

export function SignInSheet({ onClose }: { onClose: (isSignedIn: boolean) => void }) {
  const w = useWords(words);
  const client = useClient();
  const { startAfresh } = useSurroundings();
  const [{ data: me }] = useQuery({ query: MeDocument, requestPolicy: 'cache-first' });
  const [problem, setProblem] = useState('');

  const signIn = async (persona: Persona, index: number) => {
    const { data } = await client.mutation(SignInDocument, { persona, index }).toPromise();
    const answer = data?.demoSignIn;
    if (answer?.__typename !== 'DemoSignInSuccess') return setProblem(answer?.message ?? w.failed);
    startAfresh();
    onClose(true);
  };

  return (
    <Sheet title={w.signInTitle} onClose={() => onClose(false)}>
      <p className="note">{me?.isDemo === false ? w.notDemo : w.signInHint}</p>
      {me?.isDemo !== false && (
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
      )}
      {problem && <p role="alert">{problem}</p>}
    </Sheet>
  );
}
