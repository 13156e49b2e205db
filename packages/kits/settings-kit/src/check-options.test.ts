import { SettingError } from '@clipgraph/contracts';
import { describe, expect, it } from 'vitest';

import { checkOptions } from './check-options.ts';
import { didYouMean } from './did-you-mean.ts';

interface Options {
  readonly verdictDays?: number;
  readonly webhookUrl?: string;
}

const check = (options: unknown) => (): void => checkOptions('moderation()', options as Options, { verdictDays: true, webhookUrl: true });

describe('checkOptions', () => {
  it('takes what there is, and nothing', () => {
    for (const options of [{}, { verdictDays: 9 }, { verdictDays: undefined, webhookUrl: 'x' }]) expect(check(options)).not.toThrow();
  });

  it('names every option that there is not, what is meant, and what there is', () => {
    expect(check({ verdictDay: 9, colour: 1 })).toThrow(SettingError);
    expect(check({ verdictDay: 9, colour: 1 })).toThrow(
      'moderation() has no option verdictDay. Did you mean verdictDays?\n' +
        'moderation() has no option colour.\n' +
        'There are these: verdictDays, webhookUrl.',
    );
    expect(check(JSON.parse('{"__proto__": 1, "constructor": 2}'))).toThrow(/__proto__.*\n.*constructor/);
  });

  it.each([
    ['mini', 'not "mini"'],
    [9, 'not a number'],
    [null, 'not null'],
    [['mini'], 'not a list'],
    [() => undefined, 'not a function'],
  ])('refuses %j in the place of an object', (options, message) => {
    expect(check(options)).toThrow(`moderation() takes an object of options, ${message}. There are these: verdictDays, webhookUrl.`);
  });

  it('says of a function without options that it takes none', () => {
    expect(() => checkOptions('embed()', { model: 'x' } as object, {})).toThrow('embed() has no option model.\nIt takes none.');
  });
});

describe('didYouMean', () => {
  const names = ['modules', 'encoders', 'vectors', 'typeDefs', 'CLIPGRAPH_PORT'];
  it.each([
    ['moduls', ' Did you mean modules?'],
    ['typedefs', ' Did you mean typeDefs?'],
    ['CLIPGRAPH_PROT', ' Did you mean CLIPGRAPH_PORT?'],
    ['vector', ' Did you mean vectors?'],
    ['storage', ''],
    ['', ''],
    ['x'.repeat(10_000), ''],
  ])('%s', (written, answer) => {
    expect(didYouMean(written, names)).toBe(answer);
  });
});
