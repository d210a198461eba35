// Looks at the database that requests share: batched by nature's own clock, never older than the question.
import { describe, expect, it } from 'vitest';
import { naturalLoader } from '../../schema/frame/natural-loader.ts';

describe('a natural loader', () => {
  it('sends what comes while a look is under way together, and asks anew each time', async () => {
    const looks: (readonly number[])[] = [];
    let finish: () => void = () => {};
    const loader = naturalLoader<number, string>(async (keys) => {
      looks.push(keys);
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return keys.map((key) => `${key} of look ${looks.length}`);
    });
    const first = loader.load(1);
    await expect.poll(() => looks.length).toBe(1);
    const later = [1, 2, 2].map((key) => loader.load(key));
    expect(looks).toEqual([[1]]);
    finish();
    expect(await first).toBe('1 of look 1');
    await expect.poll(() => looks.length).toBe(2);
    expect(looks[1]).toEqual([1, 2, 2]);
    finish();
    expect(await Promise.all(later)).toEqual(['1 of look 2', '2 of look 2', '2 of look 2']);
  });

  it('fails those of one look, not those of the next', async () => {
    let looks = 0;
    const loader = naturalLoader<number, number>(async (keys) => {
      looks += 1;
      if (looks === 1) throw new Error('away');
      return [...keys];
    });
    await expect(loader.load(1)).rejects.toThrow('away');
    expect(await loader.load(2)).toBe(2);
  });
});
