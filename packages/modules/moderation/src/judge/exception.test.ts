import { matchesFilter, type JsonObject } from '@clipgraph/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readyExceptions, softened } from './exception.ts';
import type { Finding } from './finding.ts';
import { ACTIONS, compareActions } from '../policy/actions.ts';
import { exceptionFrom } from '../policy/rule-exception.ts';
import { moderationServer } from '../testing/moderation-server.ts';
import { MODERATE, pictures, SAVE, VERDICTS } from '../testing/queries.ts';

const WITH_CONTEXTS = MODERATE.replace('$version: Int)', '$version: Int, $contexts: [JSONObject])')
  .replace('version: $version)', 'version: $version, contexts: $contexts)')
  .replace('shadow closest }', 'shadow closest exception { index insteadOf } }');
const isPress = { must: [{ match: { field: 'context.section', value: 'press' } }] };
const RED = { name: 'red', describes: ['red'], action: 'BLOCK', except: [{ filter: isPress, action: 'REVIEW' }] };

describe('the exceptions of a rule', () => {
  it('soften its action where their filter holds, and say so in the finding, which is kept', async () => {
    await using server = await moderationServer();
    await server.ask(SAVE, { input: { name: 'forum', rules: [RED] } });
    const contexts = [{ section: 'press' }, { section: 'shop' }, null, { section: 'press' }];
    const images = await pictures('red', 'red', 'red', 'green');
    const { data, errors } = await server.ask(WITH_CONTEXTS, { images, policy: 'forum', contexts });
    expect(errors).toEqual([]);
    expect(data.moderate.map(({ action }: { action: string }) => action)).toEqual(['REVIEW', 'BLOCK', 'BLOCK', 'ALLOW']);
    expect(data.moderate[0].findings[0]).toMatchObject({ passed: true, action: 'REVIEW', exception: { index: 0, insteadOf: 'BLOCK' } });
    expect(data.moderate[3].scores[0]).toMatchObject({ passed: false, action: 'BLOCK', exception: null });
    const kept = await server.ask(VERDICTS.replace('action keyName', 'findings { exception { index } }'));
    expect(kept.data.verdicts.nodes.at(-1).findings).toEqual([{ exception: { index: 0 } }]);
    expect(JSON.stringify(await server.documents.list('verdict', { limit: 10 }))).not.toContain('press');
  });

  it('are a part of what a version says, shown as they were written', async () => {
    await using server = await moderationServer();
    const save = SAVE.replace('shadow }', 'shadow except { filter action } }');
    const first = await server.ask(save, { input: { name: 'forum', rules: [{ ...RED, except: [] }] } });
    expect(first.data.savePolicy).toMatchObject({ version: 1, rules: [{ except: [] }] });
    const taken = { must: [{ range: { field: 'context.taken', after: '2026-01-01T00:00:00.000Z' } }] };
    const second = await server.ask(save, { input: { name: 'forum', rules: [{ ...RED, except: [{ filter: taken }] }] } });
    expect(second.data.savePolicy).toMatchObject({ version: 2, rules: [{ except: [{ filter: taken, action: 'ALLOW' }] }] });
    const contexts = [{ taken: '2026-02-01T00:00:00Z' }, { taken: '2025-12-31T00:00:00Z' }];
    const answer = await server.ask(WITH_CONTEXTS, { images: await pictures('red', 'red'), policy: 'forum', version: 2, contexts });
    expect(answer.data.moderate.map(({ action }: { action: string }) => action)).toEqual(['ALLOW', 'BLOCK']);
  });

  it.each<[string, unknown[], string]>([
    ['fewer contexts than images', [], 'There are 0 contexts for 1 images.'],
    ['a long context', [{ a: 'x'.repeat(16_384) }], 'contexts[0] is longer than 16384 characters of JSON.'],
  ])('refuse %s', async (_, contexts, message) => {
    await using server = await moderationServer();
    await server.ask(SAVE, { input: { name: 'forum', rules: [RED] } });
    const { errors } = await server.ask(WITH_CONTEXTS, { images: await pictures('red'), policy: 'forum', contexts });
    expect(errors).toEqual([{ code: 'BAD_USER_INPUT', message }]);
  });

  it('never make an action harder, and change nothing but the action', () => {
    const action = fc.constantFrom(...ACTIONS);
    const exception = fc.record({ field: fc.constantFrom('context.a', 'context.b'), action });
    fc.assert(
      fc.property(
        action,
        fc.boolean(),
        fc.array(exception, { maxLength: 4 }),
        fc.dictionary(fc.constantFrom('a', 'b'), fc.boolean()),
        (hard, passed, list, context) => {
          const finding: Finding = { rule: 'r', probability: 0.7, threshold: 0.5, passed, action: hard, shadow: false, closest: 'x' };
          const ready = readyExceptions(list.map(({ field, action }) => exceptionFrom({ filter: { must: [{ exists: field }] }, action })));
          const about = { key: '', payload: { context } as JsonObject };
          const after = softened(finding, ready, about);
          expect(compareActions(after.action, finding.action)).toBeLessThanOrEqual(0);
          const { exception, ...rest } = after;
          expect({ ...rest, action: hard }).toEqual(finding);
          const holding = ready.findIndex(({ filter }) => matchesFilter(filter, about));
          expect(exception?.index ?? holding).toBe(holding);
          expect(exception !== undefined).toBe(passed && holding >= 0 && compareActions(ready[holding]!.action, hard) < 0);
        },
      ),
    );
  });
});
