/**
 * Verdicts in the embedded document store: a page and a count by action, policy and time, by rule and by picture, beside the
 * same filters over a kind without indexes. `--count N`: how many verdicts, 100,000 by default.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { DocumentStore, Filter, JsonObject, StoredDocument } from '@clipgraph/contracts';
import { openSqliteDocuments } from '@clipgraph/documents-sqlite';
import { documentsOf, openKinds } from '@clipgraph/module-kit';
import { moderationKinds } from '@clipgraph/module-moderation';

import { quantile } from './rounds.ts';

const { values } = parseArgs({ options: { count: { type: 'string', default: '100000' } } });
const COUNT = Number(values.count);
const PAGE = 20;
const RULES = ['nudity', 'violence', 'weapons', 'drugs', 'gambling', 'spam', 'logos', 'memes'];
const DAY_MS = 24 * 3_600_000;
const START = Date.UTC(2026, 0, 1);
const kind = moderationKinds['verdict']!;
const PLAIN = 'verdict-without-indexes';

/** One in five asks for something to be done; three policies; a year. */
function verdict(place: number): StoredDocument {
  const passed = place % 5 === 0 ? [RULES[(place / 5) % RULES.length]!, ...(place % 15 === 0 ? ['memes'] : [])] : [];
  const document: JsonObject = {
    action: passed.length === 0 ? 'ALLOW' : (['BLUR', 'REVIEW', 'BLOCK'] as const)[(place / 5) % 3]!,
    policyName: (['forum', 'marketplace', 'children'] as const)[(place % 7) % 3]!,
    policyVersion: 1 + (place % 4),
    contentHash: createHash('sha256').update(String(place)).digest('hex'),
    rules: [...new Set(passed)],
    shadowRules: place % 11 === 0 ? ['spam'] : [],
    keyName: `key${place % 3}`,
    scores: RULES.map((rule) => ({
      rule,
      probability: 0.123_456_789,
      threshold: 0.5,
      passed: passed.includes(rule),
      action: 'BLOCK',
      shadow: false,
      closest: `a photo that shows ${rule}`,
    })),
    modelName: 'clipgraph-mini',
    modelFingerprint: 'f'.repeat(64),
    decidedAt: new Date(timeOf(place)).toISOString(),
  };
  return { id: idAt(place), document };
}

function timeOf(place: number): number {
  return START + Math.floor((place / COUNT) * 365 * DAY_MS);
}

function idAt(place: number): string {
  const time = timeOf(place).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(place).padStart(12, '0')}`;
}

const must = (...conditions: readonly [string, readonly string[]][]): Filter => ({
  must: conditions.map(([field, anyOf]) => ({ kind: 'match', field, anyOf })),
});

const QUESTIONS: Readonly<Record<string, Filter>> = {
  'action, policy (and time)': must(['action', ['BLOCK']], ['policyName', ['forum']]),
  'two actions, policy (and time)': must(['action', ['ALLOW', 'REVIEW']], ['policyName', ['forum']]),
  'action, policy of which there is nothing': must(['action', ['BLOCK']], ['policyName', ['forum']], ['keyName', ['nobody']]),
  'a rule, shadow or not': {
    must: [{ kind: 'nested', filter: { should: [...must(['rules', ['memes']]).must!, ...must(['shadowRules', ['memes']]).must!] } }],
  },
  'one picture': must(['contentHash', [createHash('sha256').update('77').digest('hex')]]),
};

async function measured(times: number, work: () => Promise<unknown>): Promise<string> {
  const took: number[] = [];
  await work();
  for (let round = 0; round < times; round++) {
    const start = performance.now();
    await work();
    took.push(performance.now() - start);
  }
  return `min ${Math.min(...took).toFixed(1)} ms, median ${quantile(took, 0.5).toFixed(1)} ms`;
}

async function ask(documents: DocumentStore, name: string, times: number): Promise<void> {
  const time = { after: idAt(Math.floor(COUNT * 0.9)), until: idAt(Math.floor(COUNT * 0.1)) } as const;
  for (const [question, filter] of Object.entries(QUESTIONS)) {
    const page = { filter, order: 'descending', limit: PAGE + 1, ...time } as const;
    const found = await documents.list(name, page);
    const counted = await documents.count(name, filter);
    const typed = documentsOf(documents, { ...kind, name });
    console.log(`  ${question} (page of ${found.length}, count ${counted})`);
    console.log(`    page  ${await measured(times, () => typed.list(page))}`);
    console.log(`    count ${await measured(times, () => documents.count(name, filter))}`);
  }
}

const path = await mkdtemp(join(tmpdir(), 'clipgraph-bench-documents-'));
const documents = await openSqliteDocuments({ path });
try {
  console.log(`${COUNT} verdicts`);
  const start = performance.now();
  for (let place = 0; place < COUNT; place += 1000) {
    const batch = Array.from({ length: Math.min(1000, COUNT - place) }, (_, i) => verdict(place + i));
    await documents.insertTogether([
      { kind: kind.name, documents: batch },
      { kind: PLAIN, documents: batch },
    ]);
  }
  console.log(`inserted twice, without indexes: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  const indexing = performance.now();
  await openKinds(documents, [kind]);
  console.log(`indexed: ${((performance.now() - indexing) / 1000).toFixed(1)} s`);
  console.log('with indexes:');
  await ask(documents, kind.name, 21);
  console.log('without:');
  await ask(documents, PLAIN, 2);
  let next = COUNT;
  const one = (name: string) => () => documents.insert(name, [{ ...verdict(next), id: idAt(next++) }]);
  console.log(`one more verdict with indexes: ${await measured(50, one(kind.name))}; without: ${await measured(50, one(PLAIN))}`);
} finally {
  await documents.close();
  await rm(path, { recursive: true });
}
