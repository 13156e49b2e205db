import { vectorFromBase64, vectorToBase64 } from '@clipgraph/module-kit';

import type { ModerationAction } from '../generated/types.ts';
import type { PolicyDocument } from '../kinds.ts';
import type { RuleException } from './rule-exception.ts';

export interface Rule {
  readonly name: string;
  readonly describes: readonly string[];
  readonly unlike: readonly string[];
  readonly examples: readonly ExampleImage[];
  /** The rule is about copies of the pictures of this list, and of nothing else. */
  readonly blocklist?: RuleBlocklist | undefined;
  readonly threshold: number;
  readonly action: ModerationAction;
  readonly shadow: boolean;
  /** The first that holds counts. */
  readonly except?: readonly RuleException[] | undefined;
}

/** Which pictures are near enough to one of the list for an even chance. */
export interface RuleBlocklist {
  readonly name: string;
  /** From this cosine with its vector on, 0 to 1. */
  readonly minCosine: number;
  /** Most bits of its perceptual hash that may differ, 0 to 64. */
  readonly maxDistance: number;
}

/** What is kept of an example image. */
export interface ExampleImage {
  /** sha256 of its bytes, hexadecimal. */
  readonly contentHash: string;
  readonly vector: Float32Array;
}

/** What the GraphQL type `Policy` resolves from. */
export interface PolicyVersion {
  readonly __typename: 'Policy';
  readonly name: string;
  readonly version: number;
  readonly rules: readonly Rule[];
  /** Of the model that made the examples' vectors; undefined without examples, when any model will do. */
  readonly fingerprint: string | undefined;
  /** Two versions with the same hash say the same. */
  readonly contentHash: string;
  readonly createdAt: Date;
}

/** What a version says; saved or not. */
export type PolicyContent = Pick<PolicyVersion, 'rules' | 'contentHash'>;

export function policyDocument({ __typename, rules, fingerprint, createdAt, ...rest }: PolicyVersion): PolicyDocument {
  return {
    ...rest,
    ...(fingerprint !== undefined && { fingerprint }),
    createdAt: createdAt.toISOString(),
    rules: rules.map(({ blocklist, except, ...rule }) => ({
      ...rule,
      examples: rule.examples.map(({ contentHash, vector }) => ({ contentHash, vector: vectorToBase64(vector) })),
      ...(blocklist && { blocklist: { ...blocklist } }),
      ...(except && { except: except.map((one) => ({ ...one })) }),
    })),
  };
}

export function policyVersion({ rules, fingerprint, createdAt, ...rest }: PolicyDocument): PolicyVersion {
  return {
    ...rest,
    __typename: 'Policy',
    fingerprint,
    createdAt: new Date(createdAt),
    rules: rules.map((rule) => ({
      ...rule,
      examples: rule.examples.map(({ contentHash, vector }) => ({ contentHash, vector: vectorFromBase64(vector) })),
    })),
  };
}
