import type { EmbedderSet, ImageInput, RequestContext } from '@clipgraph/module-kit';
import { invalidInput, isPluginError, type Embedder, type ImageReader } from '@clipgraph/contracts';
import { requireText } from '@clipgraph/zero-shot';

import type { PolicyInput } from '../generated/types.ts';
import { contentHashOf, type Policies } from './policies.ts';
import { checkPolicy, ruleFrom } from './policy-input.ts';
import type { ExampleImage, PolicyContent, PolicyVersion, Rule } from './policy.ts';
import { imageFeatures, type ImageFeatureParts } from '../image-features.ts';

/** Makes a policy ready for judging, saved or not. */
export interface PolicyCheck {
  compiled(policy: PolicyContent, embedder: Embedder, signal: AbortSignal): Promise<object>;
}

export interface SavePolicyParts {
  readonly embedders: EmbedderSet;
  readonly images: ImageReader;
  readonly policies: Policies;
  readonly blocklists: { find(name: string): Promise<object | undefined> };
  /** A policy that cannot be made ready is not saved. */
  readonly compiler: PolicyCheck;
}

/** Checks the policy, looks at its examples, and saves it; INVALID_INPUT names the rule and the place of what is wrong. */
export async function savePolicy(
  { embedders, images, policies, blocklists, compiler }: SavePolicyParts,
  input: PolicyInput,
  { signal }: RequestContext,
): Promise<PolicyVersion> {
  checkPolicy(input);
  const embedder = embedders.named(undefined);
  if (input.rules.some(({ describes, unlike }) => describes?.length || unlike?.length)) requireText(embedder);

  for (const [index, { name, blocklist }] of input.rules.entries()) {
    if (blocklist && !(await blocklists.find(blocklist.name))) {
      throw invalidInput('NOT_FOUND', `rules[${index}] (${name.trim()}).blocklist: There is no blocklist of this name.`);
    }
  }
  const rules = await Promise.all(
    input.rules.map(async (rule, index): Promise<Rule> => {
      const seen = (rule.examples ?? []).map((image, i) =>
        example({ images, embedder }, image, `rules[${index}] (${rule.name.trim()}).examples[${i}]`, signal),
      );
      return { ...ruleFrom(rule, embedder.model), examples: await Promise.all(seen) };
    }),
  );
  const hasExamples = rules.some(({ examples }) => examples.length > 0);
  const fingerprint = hasExamples ? embedder.model.fingerprint : undefined;
  const policy = { name: input.name, rules, fingerprint, contentHash: contentHashOf(rules, fingerprint) };
  // Before it is saved, so that a description that the model cannot read fails here, and the first image need not wait.
  await compiler.compiled(policy, embedder, signal);
  return policies.save(policy);
}

async function example(look: ImageFeatureParts, image: ImageInput, path: string, signal: AbortSignal): Promise<ExampleImage> {
  try {
    const { vector, contentHash } = await imageFeatures(look, image, signal);
    return { contentHash, vector };
  } catch (error) {
    if (!isPluginError(error) || error.code !== 'INVALID_INPUT') throw error;
    throw invalidInput(error.input ?? 'INVALID', `${path}: ${error.message}`, error);
  }
}
