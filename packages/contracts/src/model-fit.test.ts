import { describe, expect, it } from 'vitest';

import { fitOf, STANDARD_FIT } from './model-fit.ts';

describe("a model's fitted constants", () => {
  it('are what it brings, and for the rest what holds in general', () => {
    const relevance = { slope: 1.4, even: 4.1 };
    expect(fitOf({ fit: { relevance } })).toEqual({ ...STANDARD_FIT, relevance });
  });

  it('are those that hold in general where it brings none, or is not loaded', () => {
    expect(fitOf({})).toEqual(STANDARD_FIT);
    expect(fitOf(undefined)).toEqual(STANDARD_FIT);
  });
});
