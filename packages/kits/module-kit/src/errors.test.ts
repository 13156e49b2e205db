import { setTimeout as sleep } from 'node:timers/promises';

import { invalidInput, PluginError, type ErrorCode } from '@clipgraph/contracts';
import { describe, expect, it } from 'vitest';

import { costMeter } from './cost.ts';
import { asInputError, eachItem, httpStatus, httpStatusOf, isInputError, publicError } from './errors.ts';

describe('the table of errors', () => {
  it.each<[ErrorCode, string, string]>([
    ['INVALID_INPUT', 'BAD_USER_INPUT', 'own words'],
    ['UNSUPPORTED', 'UNSUPPORTED', 'own words'],
    ['NOT_FOUND', 'NOT_FOUND', 'own words'],
    ['CONFLICT', 'CONFLICT', 'own words'],
    ['UNAUTHENTICATED', 'UNAUTHENTICATED', 'own words'],
    ['FORBIDDEN', 'FORBIDDEN', 'own words'],
    ['OVERLOADED', 'OVERLOADED', 'The server is busy; try again later.'],
    ['TIMEOUT', 'TIMEOUT', 'The work was not finished in time.'],
    ['UNAVAILABLE', 'UNAVAILABLE', 'A part of the server cannot be reached; try again later.'],
    ['MODEL_FAILED', 'INTERNAL_SERVER_ERROR', 'The model failed.'],
  ])('shows %s as %s with %s', (code, shown, message) => {
    const original = new PluginError(code, 'own words', { cause: new Error('secret') });
    const error = publicError(original);
    expect(error).toMatchObject({ message, extensions: { code: shown }, originalError: original });
    expect(JSON.stringify(error)).not.toContain('secret');
  });

  it('says when to try again', () => {
    expect(publicError(new PluginError('OVERLOADED', '', { retryAfterMs: 250 })).extensions).toEqual({
      code: 'OVERLOADED',
      retryAfterMs: 250,
    });
  });

  it('masks a code that it does not know', () => {
    for (const code of ['NEW_CODE', 'constructor', '__proto__']) {
      const error = publicError(new PluginError(code as ErrorCode, 'own words'));
      expect(error).toMatchObject({ message: 'Something went wrong.', extensions: { code: 'INTERNAL_SERVER_ERROR' } });
    }
  });
});

describe('the error of one item', () => {
  it.each([
    [invalidInput('CORRUPT', 'broken'), { code: 'CORRUPT', message: 'broken' }],
    [new PluginError('INVALID_INPUT', 'wrong'), { code: 'INVALID', message: 'wrong' }],
    [new PluginError('NOT_FOUND', 'no such'), { code: 'NOT_FOUND', message: 'no such' }],
    [new PluginError('TIMEOUT', 'inner words'), { code: 'TIMEOUT', message: 'The work was not finished in time.' }],
    [new PluginError('OVERLOADED', 'inner words'), { code: 'OVERLOADED', message: 'The server is busy; try again later.' }],
  ])('is data: %s', (error, expected) => {
    expect(asInputError(error)).toEqual({ __typename: 'InputError', ...expected });
    expect(isInputError(asInputError(error))).toBe(true);
  });

  it('says when to try again, in whole milliseconds', () => {
    expect(asInputError(new PluginError('OVERLOADED', '', { retryAfterMs: 249.5 }))).toMatchObject({
      code: 'OVERLOADED',
      retryAfterMs: 250,
    });
  });

  it('is not what concerns more than the item', () => {
    for (const code of ['UNAVAILABLE', 'MODEL_FAILED', 'FORBIDDEN', 'UNAUTHENTICATED', 'UNSUPPORTED', 'CONFLICT'] as const) {
      expect(asInputError(new PluginError(code, ''))).toBeUndefined();
    }
    for (const other of [new Error('x'), new DOMException('left', 'AbortError'), 'text', null, undefined]) {
      expect(asInputError(other)).toBeUndefined();
    }
  });

  it('is told from other values', () => {
    for (const other of [null, undefined, 'InputError', {}, { __typename: 'Asset' }]) expect(isInputError(other)).toBe(false);
  });
});

describe('each item', () => {
  it('gives the error at its index, whichever is ready first', async () => {
    const results = await eachItem([3, 1, 2], async (item, index) => {
      await sleep(item);
      if (item === 1) throw invalidInput('INVALID', 'one is wrong');
      return [item, index];
    });
    expect(results).toEqual([[3, 0], { __typename: 'InputError', code: 'INVALID', message: 'one is wrong' }, [2, 2]]);
  });

  it('may also throw at once', async () => {
    const throwing = (): Promise<never> => {
      throw invalidInput('EMPTY', 'nothing');
    };
    expect(await eachItem([1], throwing)).toMatchObject([{ code: 'EMPTY' }]);
  });

  it('has settled when an error that is not an item’s own rejects the whole', async () => {
    let settled = 0;
    const whole = eachItem([1, 2, 3], async (item) => {
      if (item === 1) throw new PluginError('UNAVAILABLE', 'gone');
      await sleep(5);
      settled += 1;
    });
    await expect(whole).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(settled).toBe(2);
  });

  it('of none is none', async () => {
    expect(await eachItem([], async () => 1)).toEqual([]);
  });
});

describe('the HTTP status', () => {
  it.each([
    [invalidInput('TOO_LARGE', ''), 413],
    [invalidInput('UNSUPPORTED_FORMAT', ''), 415],
    [new PluginError('INVALID_INPUT', ''), 400],
    [new PluginError('UNSUPPORTED', ''), 422],
    [new PluginError('NOT_FOUND', ''), 404],
    [new PluginError('CONFLICT', ''), 409],
    [new PluginError('UNAUTHENTICATED', ''), 401],
    [new PluginError('FORBIDDEN', ''), 403],
    [new PluginError('TIMEOUT', ''), 408],
    [new PluginError('OVERLOADED', ''), 503],
    [new PluginError('UNAVAILABLE', ''), 503],
    [new PluginError('MODEL_FAILED', ''), 500],
    [new PluginError('constructor' as ErrorCode, ''), 500],
    [new Error('x'), 500],
    [undefined, 500],
  ])('of %s is %i', (error, status) => {
    expect(httpStatusOf(error)).toBe(status);
  });

  it('of an operation that costs too much is the caller’s', () => {
    const meter = costMeter(10);
    const refusal = (): unknown => {
      try {
        return meter.charge(11);
      } catch (error) {
        return error;
      }
    };
    expect(httpStatusOf(refusal())).toBe(400);
  });

  it('goes by the code that an answer names, whoever made it', () => {
    const codes = ['BAD_USER_INPUT', 'EMPTY', 'FETCH_FAILED', 'INTERNAL_SERVER_ERROR', 'GRAPHQL_VALIDATION_FAILED', 'toString', ''];
    expect(codes.map(httpStatus)).toEqual([400, 400, 422, 500, 400, 500, 500]);
  });
});
