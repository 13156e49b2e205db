import { describe, expect, it } from 'vitest';

import { sortArguments } from './classify.ts';

describe('the arguments of classify', () => {
  it('are images by their names and labels otherwise', () => {
    expect(sortArguments(['a.jpg', 'cat', 'x/b.PNG', 'a dog'], undefined)).toEqual({
      images: ['a.jpg', 'x/b.PNG'],
      labels: ['cat', 'a dog'],
    });
  });

  it('are images all of them when the labels are given apart', () => {
    expect(sortArguments(['a.jpg', 'scan'], ['cat.jpg'])).toEqual({ images: ['a.jpg', 'scan'], labels: ['cat.jpg'] });
  });

  it('hold at least one of each', () => {
    expect(() => sortArguments(['cat', 'dog'], undefined)).toThrow('at least one image');
    expect(() => sortArguments(['a.jpg'], undefined)).toThrow('at least one label');
  });
});
