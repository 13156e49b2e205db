import type { Embedder } from '@clipgraph/spec';
import { requireText, type Background, type ClassHeads, type LabelClass } from '@clipgraph/zero-shot';
import { LRUCache } from 'lru-cache';

import type { ModerationAction } from './generated/types.ts';
import type { PolicyVersion, Rule } from './policy.ts';
import { everydayLevel, ruleScore } from './rule-score.ts';

/** What a version says; saved or not. */
export type PolicyContent = Pick<PolicyVersion, 'rules' | 'contentHash'>;

/** How one rule fitted one image: what the GraphQL type `Finding` resolves from. */
export interface Finding {
  readonly rule: string;
  readonly probability: number;
  readonly threshold: number;
  readonly passed: boolean;
  readonly action: ModerationAction;
  readonly shadow: boolean;
  /** The description, or `examples[2]`. */
  readonly closest: string;
}

/** A policy with the vectors of one model in one matrix. */
export interface CompiledPolicy {
  /** One for each rule, in their order, of an image's unit vector. */
  score(image: Float32Array): Finding[];
  readonly bytes: number;
}

export interface PolicyCompiler {
  /** Texts that would have to be embedded now. */
  uncachedTexts(policy: PolicyContent, embedder: Embedder): number;
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
  const keyOf = ({ contentHash }: PolicyContent, { model }: Embedder): string => `${contentHash}/${model.fingerprint}`;

  return {
    uncachedTexts(policy, embedder) {
      if (cache.has(keyOf(policy, embedder))) return 0;
      return heads.uncachedPrompts(embedder, textsOf(policy, embedder));
    },
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
  { model: { dimensions, scoring } }: Embedder,
  textHeads: readonly Float32Array[],
  everyday: readonly Float32Array[],
): CompiledPolicy {
  const examples = rules.flatMap((rule) => rule.examples.map(({ vector }) => vector));
  const rows = [...everyday, ...textHeads, ...examples];
  const matrix = new Float32Array(rows.length * dimensions);
  for (const [index, row] of rows.entries()) matrix.set(row, index * dimensions);
  const [firstText, firstExample] = [everyday.length, everyday.length + textHeads.length];
  return {
    bytes: matrix.byteLength + 1000,
    score(image) {
      const cosines = product(matrix, image);
      const level = firstText > 0 ? everydayLevel(scoring, cosines.slice(0, firstText)) : 0;
      let [text, example] = [firstText, firstExample];
      return rules.map((rule) => {
        const describes = cosines.slice(text, (text += rule.describes.length));
        const unlike = cosines.slice(text, (text += rule.unlike.length));
        const looks = cosines.slice(example, (example += rule.examples.length));
        const { probability, closest } = ruleScore({ describes, unlike, examples: looks }, scoring.scale, level);
        return findingOf(rule, probability, closest.kind === 'example' ? `examples[${closest.index}]` : rule.describes[closest.index]!);
      });
    },
  };
}

/**
 * Cosines of every row with the vector; rounding may carry one a hair past 1. Four sums at once, because additions
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
