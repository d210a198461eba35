// How what people type finds what is meant.
import { describe, expect, it } from 'vitest';
import { find, type Named } from '../../client/src/app/search.ts';

describe('a search', () => {
  const lost = { title: '失物招领 Lost and found', also: '丢了 捡到 钥匙 wallet keys' };
  const found = (text: string, things: readonly Named[] = [lost]) => find(things, (thing) => thing, text);

  it.each([
    ['a part of a name', '招领'],
    ['the other language, whatever its case', 'LOST'],
    ['another word for it', '钥匙'],
    ['a sentence of Chinese in which a word of it stands', '我捡到一串钥匙怎么办'],
    ['several words, each in some name', 'found keys'],
    ['nothing typed', ' '],
  ])('finds by %s', (_how, text) => {
    expect(found(text)).toEqual([lost]);
  });

  it.each([
    ['another matter', '身份证'],
    ['one word of two that is another matter', 'found passport'],
    ['a word that holds a short one of its names', 'thousand'],
  ])('does not find by %s', (_how, text) => {
    expect(found(text)).toEqual([]);
  });

  it('has first what is called so, then what is also called so, then what the text speaks of', () => {
    const spoken = { title: '志愿班次 Shifts', also: '巡逻' };
    const also = { title: '网格 Grid', also: '巡逻计划' };
    const called = { title: '巡逻计划 Patrol plans' };
    expect(found('巡逻计划', [spoken, also, called])).toEqual([called, also, spoken]);
  });
});
