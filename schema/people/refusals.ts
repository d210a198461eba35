// Why something about a person is refused.
import { wordsIn } from '../errors/words.ts';
import type { Say } from '../frame/speech.ts';

export const residentGone: Say = ({ language }) => wordsIn(language).residentNotFound;
