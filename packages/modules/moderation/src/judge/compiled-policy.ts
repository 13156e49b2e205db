import { fitOf, type Embedder, type LogOdds } from '@clipgraph/contracts';
import { requireText, type Background, type ClassHeads, type LabelClass } from '@clipgraph/zero-shot';
import { LRUCache } from 'lru-cache';

import type { BlocklistIndex } from '../blocklists/blocklist-index.ts';
import type { Finding } from './finding.ts';
import type { PolicyContent, Rule, RuleBlocklist } from '../policy/policy.ts';
import { everydayLevel, ruleScore } from './rule-score.ts';
import type { ImageFeatures } from '../image-features.ts';

/** A policy with the vectors of one model in one matrix. */
export interface CompiledPolicy {
  /** One for each rule, in their order; `lists` are those of the policy, by name. */
  score(image: ImageFeatures, lists: ReadonlyMap<string, BlocklistIndex>): Finding[];
  readonly bytes: number;
}

export interface PolicyCompiler {
  compiled(policy: PolicyContent, embedder: Embedder, signal: AbortSignal): Promise<CompiledPolicy>;
}

export interface PolicyCompilerParts {
  readonly heads: ClassHeads;
  readonly background: Background;
  /** Memory for compiled policies. */
  readonly maxBytes: number;
}

export function policyCompiler({ heads, background, maxBytes }: PolicyCompilerParts): PolicyCompiler {
  const cache = new LRUCache<string, CompiledPolicy>({ maxSize: maxBytes, sizeCalculation: ({ bytes }) => bytes });

  return {
    async compiled(policy, embedder, signal) {
      const key = keyOf(policy, embedder);
      const known = cache.get(key);
      if (known) return known;
      const texts = textsOf(policy, embedder);
      if (texts.length > 0) requireText(embedder);
      const textHeads = texts.length > 0 ? await heads.of(embedder, texts, signal) : [];
      const everyday = texts.length > 0 ? await background(embedder, signal) : [];
      const made = compile(policy, embedder, textHeads, everyday);
      cache.set(key, made);
      return made;
    },
  };
}

function keyOf({ contentHash }: PolicyContent, { model }: Embedder): string {
  return `${contentHash}/${model.fingerprint}`;
}

/** Descriptions and look-alikes of every rule, rule after rule, in the model's own templates. */
function textsOf({ rules }: PolicyContent, { model: { templates } }: Embedder): LabelClass[] {
  return rules.flatMap(({ name, describes, unlike }, index) => {
    const texts = (list: readonly string[], field: string): LabelClass[] =>
      list.map((text, i) => ({ name: text, templates, path: `rules[${index}] (${name}).${field}[${i}]` }));
    return [...texts(describes, 'describes'), ...texts(unlike, 'unlike')];
  });
}

function compile(
  { rules }: PolicyContent,
  { model }: Embedder,
  textHeads: readonly Float32Array[],
  everyday: readonly Float32Array[],
): CompiledPolicy {
  const { dimensions, scoring } = model;
  const { alike } = fitOf(model);
  const examples = rules.flatMap((rule) => rule.examples.map(({ vector }) => vector));
  const rows = [...everyday, ...textHeads, ...examples];
  const matrix = new Float32Array(rows.length * dimensions);
  for (const [index, row] of rows.entries()) matrix.set(row, index * dimensions);
  const [firstText, firstExample] = [everyday.length, everyday.length + textHeads.length];
  return {
    bytes: matrix.byteLength + 1000,
    score(image, lists) {
      const cosines = product(matrix, image.vector);
      const level = firstText > 0 ? everydayLevel(scoring, cosines.slice(0, firstText)) : 0;
      let [text, example] = [firstText, firstExample];
      return rules.map((rule) => {
        if (rule.blocklist) return knownPicture(rule, rule.blocklist, image, lists.get(rule.blocklist.name), alike);
        const describes = cosines.slice(text, (text += rule.describes.length));
        const unlike = cosines.slice(text, (text += rule.unlike.length));
        const looks = cosines.slice(example, (example += rule.examples.length));
        const { probability, closest } = ruleScore({ describes, unlike, examples: looks }, scoring.scale, level, alike);
        return findingOf(rule, probability, closest.kind === 'example' ? `examples[${closest.index}]` : rule.describes[closest.index]!);
      });
    },
  };
}

/**
 * Cosines of every row with the vector; rounding may make one slightly larger than 1. Four sums at once, because additions
 * into one wait for each other: more than twice as fast.
 */
function product(matrix: Float32Array, vector: Float32Array): number[] {
  const cosines: number[] = [];
  const [length, whole] = [vector.length, vector.length & ~3];
  for (let start = 0; start < matrix.length; start += length) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = 0; i < whole; i += 4) {
      a += matrix[start + i]! * vector[i]!;
      b += matrix[start + i + 1]! * vector[i + 1]!;
      c += matrix[start + i + 2]! * vector[i + 2]!;
      d += matrix[start + i + 3]! * vector[i + 3]!;
    }
    for (let i = whole; i < length; i++) a += matrix[start + i]! * vector[i]!;
    cosines.push(Math.min(1, Math.max(-1, a + b + c + d)));
  }
  return cosines;
}

function findingOf({ name: rule, threshold, action, shadow }: Rule, probability: number, closest: string): Finding {
  return { rule, probability, threshold, passed: probability >= threshold, action, shadow, closest };
}

/** Where the picture is near enough to an entry that says what to do, this is the action. */
function knownPicture(
  rule: Rule,
  blocklist: RuleBlocklist,
  image: ImageFeatures,
  list: BlocklistIndex | undefined,
  alike: LogOdds,
): Finding {
  const nearest = list?.nearest(image, blocklist, alike);
  if (!nearest) return findingOf(rule, 0, blocklist.name);
  const { probability, entry, match } = nearest;
  const finding = findingOf(rule, probability, `${blocklist.name}/${entry.contentHash}`);
  return { ...finding, action: finding.passed ? (entry.action ?? rule.action) : rule.action, match };
}
