// Passkeys of this browser, through one small library that evens out what browsers differ in.
import { useState } from 'react';
import {
  AddPasskeyDocument,
  BeginPasskeyDocument,
  BeginPasskeySignInDocument,
  SignInWithPasskeyDocument,
} from '../generated/staff/graphql.ts';
import { useWords } from '../ui/preferences.ts';
import type { Submission } from '../ui/useSubmission.ts';
import { words } from './words.ts';

/** Both ceremonies; each answers whether it ended well, and says what the person can do when it did not. */
export function usePasskey({ send }: Submission) {
  const w = useWords(words);
  const [said, say] = useState('');

  async function ceremony(run: (library: typeof import('@simplewebauthn/browser')) => Promise<boolean>): Promise<boolean> {
    say('');
    const library = await import('@simplewebauthn/browser');
    if (!library.browserSupportsWebAuthn()) {
      say(w.passkeyUnsupported);
      return false;
    }
    try {
      return await run(library);
    } catch {
      say(w.passkeyCancelled); // the person closed the browser's own dialog, or it timed out
      return false;
    }
  }

  return {
    said,
    signIn: () =>
      ceremony(async ({ startAuthentication }) => {
        const begun = await send(BeginPasskeySignInDocument, {});
        if (!begun) return false;
        const response = await startAuthentication({ optionsJSON: begun.options as never });
        return (await send(SignInWithPasskeyDocument, { response })) !== null;
      }),
    add: (name: string) =>
      ceremony(async ({ startRegistration }) => {
        const begun = await send(BeginPasskeyDocument, {});
        if (!begun) return false;
        const response = await startRegistration({ optionsJSON: begun.options as never });
        return (await send(AddPasskeyDocument, { response, name })) !== null;
      }),
  };
}
