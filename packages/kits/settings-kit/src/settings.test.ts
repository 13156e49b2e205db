import { isSettingError, SettingError, type Settings, type StandardSchema } from '@clipgraph/contracts';
import { describe, expect, it } from 'vitest';

import { readSettings } from './read-settings.ts';
import { choiceSchema, httpAddressSchema, listSchema, onOffSchema, textSchema, wholeNumberSchema } from './setting-schemas.ts';

/** What a schema makes of a text, or its message. */
function made<Value>(schema: StandardSchema<Value>, text?: string): Value | string {
  try {
    return readSettings<{ it: Value }>({ it: { env: 'IT', about: 'It.', schema } }, { IT: text }).it;
  } catch (error) {
    if (!isSettingError(error)) throw error;
    return error.message;
  }
}

describe('schemas of settings', () => {
  it('take whole numbers within their limits', () => {
    const days = wholeNumberSchema({ from: 1, to: 3650, standard: 365 });
    expect([undefined, '', '  ', '1', ' 90 ', '3650'].map((text) => made(days, text))).toEqual([365, 365, 365, 1, 90, 3650]);
    for (const wrong of ['0', '3651', '1.5', 'many', 'NaN', 'Infinity', '-1', '9'.repeat(1000)]) {
      expect(made(days, wrong), wrong).toBe('IT must be a whole number from 1 to 3650.');
    }
    const megabytes = wholeNumberSchema({ from: 0, to: 9, standard: 1, message: 'must be a whole number of megabytes.' });
    expect([made(megabytes, '0'), made(megabytes, 'much')]).toEqual([0, 'IT must be a whole number of megabytes.']);
  });

  it('take flags', () => {
    expect(['on', 'TRUE', '1', 'off', 'False', '0'].map((text) => made(onOffSchema(false), text))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect([made(onOffSchema(true)), made(onOffSchema(false))]).toEqual([true, false]);
    expect(made(onOffSchema(true), 'maybe')).toBe('IT must be on or off.');
  });

  it('take texts, choices, addresses and lists', () => {
    expect([made(textSchema()), made(textSchema('x')), made(textSchema('x'), ' y ')]).toEqual([undefined, 'x', 'y']);
    const level = choiceSchema(['info', 'debug'], 'info');
    expect([made(level), made(level, 'debug'), made(level, 'loud')]).toEqual(['info', 'debug', 'IT must be one of info, debug.']);
    const address = httpAddressSchema();
    expect([made(address), made(address, 'https://shop.example.com/hook')]).toEqual([undefined, 'https://shop.example.com/hook']);
    for (const wrong of ['shop.example.com', 'ftp://shop.example.com', '/hook', 'http://']) {
      expect(made(address, wrong), wrong).toBe('IT must be an absolute http or https address.');
    }
    expect([made(listSchema()), made(listSchema(['a', 'b'])), made(listSchema(), ' a, ,b,')]).toEqual([[], ['a', 'b'], ['a', 'b']]);
  });
});

describe('readSettings', () => {
  const settings: Settings<{ days: number; key: string | undefined }> = {
    days: { env: 'DAYS', about: 'Days.', schema: wholeNumberSchema({ from: 1, to: 9, standard: 5 }) },
    key: { env: 'KEY', about: 'A key.', schema: textSchema(), value: undefined },
  };

  it('prefers what is given in code to the environment, and that to the standard', () => {
    expect(readSettings(settings, {})).toEqual({ days: 5, key: undefined });
    expect(readSettings(settings, { DAYS: '7', KEY: 'k', OTHER: '1' })).toEqual({ days: 7, key: 'k' });
    expect(readSettings({ ...settings, days: { ...settings.days, value: 2 } }, { DAYS: 'unused' })).toEqual({ days: 2, key: undefined });
  });

  it('lists every problem, and repeats no text', () => {
    const both = { ...settings, key: { ...settings.key, schema: httpAddressSchema() } };
    const read = (): unknown => readSettings(both, { DAYS: 'a secret', KEY: 'a secret' });
    expect(read).toThrow(SettingError);
    expect(read).toThrow('DAYS must be a whole number from 1 to 9.\nKEY must be an absolute http or https address.');
    expect(read).not.toThrow('secret');
  });

  it('refuses a schema that answers later', () => {
    const later: StandardSchema<number> = { '~standard': { version: 1, vendor: 'test', validate: async () => ({ value: 1 }) } };
    expect(() => readSettings({ later: { env: 'LATER', about: 'Later.', schema: later } }, {})).toThrow(/LATER is asynchronous/);
  });
});
