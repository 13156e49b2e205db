import { promptsOf } from '@clipgraph/zero-shot';
import { describe, expect, it } from 'vitest';

import { labelClasses, writtenClasses } from './label-classes.ts';

const STANDARD = ['a photo of a {label}', '{label}'];
type By = Parameters<typeof writtenClasses>[0];
const read = (by: By, templates?: string[]) => labelClasses(writtenClasses(by, templates), STANDARD);
const prompts = (by: By, templates?: string[]) => read(by, templates).map(promptsOf);

describe('the classes of a request', () => {
  it('are labels put into the standard templates, or into those given', () => {
    expect(prompts({ labels: ['cat', 'sports car'] })).toEqual([
      ['a photo of a cat', 'cat'],
      ['a photo of a sports car', 'sports car'],
    ]);
    expect(prompts({ labels: ['cat'] }, ['{label}, {label}!'])).toEqual([['cat, cat!']]);
  });

  it('may have whole prompts of their own, beside classes that have none', () => {
    const by = { classes: [{ name: 'winter', prompts: ['snow on a field', 'an icy road'] }, { name: 'summer' }] };
    expect(prompts(by)).toEqual([
      ['snow on a field', 'an icy road'],
      ['a photo of a summer', 'summer'],
    ]);
  });

  it('take a label as it is, whatever it holds', () => {
    expect(prompts({ labels: ['$& {label} $1'] }, ['a {label}'])).toEqual([['a $& {label} $1']]);
  });

  it('keep the name as it was written but drop the space around it in prompts, and use each prompt once', () => {
    const [one] = read({ labels: [' cat '] }, ['{label}', ' {label}'.trim(), 'a {label}']);
    expect(one!.name).toBe(' cat ');
    expect(promptsOf(one!)).toEqual(['cat', 'a cat']);
  });

  it.each<[string, By, string[] | undefined, string]>([
    ['no label', { labels: [] }, undefined, 'by.labels is empty.'],
    ['an empty label', { labels: ['cat', ' \n'] }, undefined, 'by.labels[1] is empty.'],
    ['a long label', { labels: ['x'.repeat(1001)] }, undefined, 'by.labels[0] is longer than 1000 characters.'],
    ['a repeated label', { labels: ['a cat', 'dog', 'a  cat '] }, undefined, 'by.labels[2] is the same label as by.labels[0].'],
    ['too many labels', { labels: Array.from({ length: 1001 }, (_, i) => `${i}`) }, undefined, 'by.labels holds 1001 items'],
    ['an empty list of prompts', { classes: [{ name: 'a', prompts: [] }] }, undefined, 'by.classes[0].prompts is empty.'],
    ['an empty prompt', { classes: [{ name: 'a' }, { name: 'b', prompts: ['x', ''] }] }, undefined, 'by.classes[1].prompts[1] is empty.'],
    ['a template as prompt', { classes: [{ name: 'a', prompts: ['a {label}'] }] }, undefined, 'by.classes[0].prompts[0] holds {label}'],
    ['a repeated class', { classes: [{ name: 'a' }, { name: 'a' }] }, undefined, 'by.classes[1] is the same label as by.classes[0].'],
    ['no template', { labels: ['cat'] }, [], 'templates is empty.'],
    ['a template without a label', { labels: ['cat'] }, ['{label}', 'a photo'], 'templates[1] does not hold {label}.'],
    ['too many templates', { labels: ['cat'] }, Array.from({ length: 101 }, (_, i) => `{label}${i}`), 'templates holds 101 items'],
    ['a long template', { labels: ['cat'] }, [`{label}${'x'.repeat(1000)}`], 'templates[0] is longer than 1000 characters.'],
  ])('refuse %s, saying which', (_, by, templates, message) => {
    expect(() => read(by, templates)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining(message) }),
    );
  });
});
