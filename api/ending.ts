// How a program of ours ends: a mistake of the person who started it is one sentence and exit code 1.
import { StartError } from './start-error.ts';

/** Runs a program. A StartError is printed as its sentence; anything else is a fault of ours and shows itself whole. */
export async function endInOneSentence(program: () => Promise<void>): Promise<void> {
  try {
    await program();
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** Parses arguments, a mistake in them as one sentence with the usage behind it. @throws StartError */
export function parsedOr<Parsed>(usage: string, parse: () => Parsed): Parsed {
  try {
    return parse();
  } catch (error) {
    throw new StartError(`${(error as Error).message.split('. ')[0]}. ${usage}`);
  }
}
