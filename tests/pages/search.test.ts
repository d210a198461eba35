// How what people type finds what is meant.
import { describe, expect, it } from 'vitest';
import { isMeant } from '../../client/src/app/search.ts';

describe('a search', () => {
  const LOST = '失物招领 Lost and found 丢了 捡到 钥匙 wallet keys';

  it.each([
    ['a part of a name', '招领'],
    ['the other language, whatever its case', 'LOST'],
    ['another word for it', '钥匙'],
    ['a sentence of Chinese in which a word of it stands', '我捡到一串钥匙怎么办'],
    ['several words, each in some name', 'found keys'],
    ['nothing typed', ''],
  ])('finds by %s', (_how, text) => {
    expect(isMeant(LOST, text)).toBe(true);
  });

  it.each([
    ['another matter', '身份证'],
    ['one word of two that is another matter', 'found passport'],
    ['a word that holds a short one of its names', 'thousand'],
  ])('does not find by %s', (_how, text) => {
    expect(isMeant(LOST, text)).toBe(false);
  });
});
