import type { DocumentKind, JsonObject } from '@clipgraph/contracts';
import * as v from 'valibot';

import type { BlocklistMatchKind, ModerationAction } from './generated/types.ts';
import type { Finding } from './judge/finding.ts';
import { ACTIONS } from './policy/actions.ts';

/** The fields of a verdict that it can be found by; what belongs to it has the same. */
export interface VerdictFacets {
  readonly action: ModerationAction;
  readonly policyName: string;
  readonly policyVersion: number;
  readonly contentHash: string;
  /** Names of those that passed. */
  readonly rules: readonly string[];
  readonly shadowRules: readonly string[];
  readonly keyName?: string | undefined;
}

export interface VerdictDocument extends VerdictFacets {
  readonly scores: readonly Finding[];
  readonly modelName: string;
  readonly modelFingerprint: string;
  /** As all times of documents in ISO 8601. */
  readonly decidedAt: string;
  readonly assetId?: string | undefined;
}

export interface ResolvedReviewDocument extends VerdictFacets {
  readonly resolution: {
    readonly action: ModerationAction;
    readonly resolvedAt: string;
    readonly note?: string | undefined;
    readonly keyName?: string | undefined;
  };
}

export interface ReviewVectorDocument {
  /** As all vectors of documents base64 of little-endian float32. */
  readonly vector: string;
  readonly fingerprint: string;
  readonly perceptualHash?: string | undefined;
}

export interface PolicyDocument {
  readonly name: string;
  readonly version: number;
  readonly fingerprint?: string | undefined;
  readonly contentHash: string;
  readonly createdAt: string;
  readonly rules: readonly RuleDocument[];
}

export interface RuleDocument {
  readonly name: string;
  readonly describes: readonly string[];
  readonly unlike: readonly string[];
  readonly examples: readonly { readonly contentHash: string; readonly vector: string }[];
  readonly blocklist?: { readonly name: string; readonly minCosine: number; readonly maxDistance: number } | undefined;
  readonly threshold: number;
  readonly action: ModerationAction;
  readonly shadow: boolean;
  readonly except?: readonly { readonly filter: JsonObject; readonly action: ModerationAction }[] | undefined;
}

export interface ActivePolicyDocument {
  readonly version: number;
}

export interface BlocklistDocument {
  readonly createdAt: string;
  readonly revision: string;
}

export interface BlocklistEntryDocument {
  readonly blocklist: string;
  readonly contentHash: string;
  readonly perceptualHash?: string | undefined;
  readonly vector: string;
  readonly fingerprint: string;
  readonly modelName: string;
  readonly note?: string | undefined;
  readonly action?: ModerationAction | undefined;
  readonly keyName?: string | undefined;
  readonly addedAt: string;
}

export interface PendingEventDocument {
  /** `verdict`: one that is not ALLOW was given. `review`: a person has decided. */
  readonly event: 'verdict' | 'review';
  readonly verdictId: string;
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly dueAt: number;
}

export interface FailedEventDocument extends Omit<PendingEventDocument, 'dueAt'> {
  readonly lastError: string;
  readonly failedAt: string;
}

const action = v.picklist(ACTIONS);
const time = v.pipe(v.string(), v.isoTimestamp());
const whole = v.pipe(v.number(), v.integer());
const texts = v.array(v.string());
const vector = v.pipe(
  v.string(),
  v.check((text) => Buffer.byteLength(text, 'base64') % Float32Array.BYTES_PER_ELEMENT === 0),
);

const facets = {
  action,
  policyName: v.string(),
  policyVersion: whole,
  contentHash: v.string(),
  rules: texts,
  shadowRules: texts,
  keyName: v.optional(v.string()),
};
const facetIndexes = [
  'action',
  ['action', 'policyName'],
  'policyName',
  'policyVersion',
  'contentHash',
  'rules',
  'shadowRules',
  'keyName',
] satisfies (keyof VerdictFacets | (keyof VerdictFacets)[])[];

const finding = v.object({
  rule: v.string(),
  probability: v.number(),
  threshold: v.number(),
  passed: v.boolean(),
  action,
  shadow: v.boolean(),
  closest: v.string(),
  match: v.optional(
    v.object({
      blocklist: v.string(),
      contentHash: v.string(),
      by: v.picklist(['CONTENT', 'PERCEPTUAL_HASH', 'VECTOR'] satisfies BlocklistMatchKind[]),
      cosine: v.nullable(v.number()),
      distance: v.nullable(v.number()),
    }),
  ),
  exception: v.optional(v.object({ index: whole, insteadOf: action })),
});

const event = { event: v.picklist(['verdict', 'review']), verdictId: v.string(), attempts: whole };

/** Verdicts never change; what belongs to one has an id that begins with the verdict's. */
export const verdictKind: DocumentKind<VerdictDocument> = {
  name: 'verdict',
  version: 1,
  indexes: facetIndexes,
  schema: v.object({
    ...facets,
    scores: v.array(finding),
    modelName: v.string(),
    modelFingerprint: v.string(),
    decidedAt: time,
    assetId: v.optional(v.string()),
  }),
};

export const openReviewKind: DocumentKind<VerdictFacets> = {
  name: 'open-review',
  version: 1,
  indexes: facetIndexes,
  schema: v.object(facets),
};

export const resolvedReviewKind: DocumentKind<ResolvedReviewDocument> = {
  name: 'resolved-review',
  version: 1,
  indexes: facetIndexes,
  schema: v.object({
    ...facets,
    resolution: v.object({ action, resolvedAt: time, note: v.optional(v.string()), keyName: v.optional(v.string()) }),
  }),
};

export const reviewVectorKind: DocumentKind<ReviewVectorDocument> = {
  name: 'review-vector',
  version: 1,
  schema: v.object({ vector, fingerprint: v.string(), perceptualHash: v.optional(v.string()) }),
};

/** Versions of policies: `<name>/<version>`. */
export const policyKind: DocumentKind<PolicyDocument> = {
  name: 'policy',
  version: 1,
  indexes: ['contentHash'],
  schema: v.object({
    name: v.string(),
    version: whole,
    fingerprint: v.optional(v.string()),
    contentHash: v.string(),
    createdAt: time,
    rules: v.array(
      v.object({
        name: v.string(),
        describes: texts,
        unlike: texts,
        examples: v.array(v.object({ contentHash: v.string(), vector })),
        blocklist: v.optional(v.object({ name: v.string(), minCosine: v.number(), maxDistance: v.number() })),
        threshold: v.number(),
        action,
        shadow: v.boolean(),
        except: v.optional(v.array(v.object({ filter: v.custom<JsonObject>(isObject), action }))),
      }),
    ),
  }),
};

/** Under a policy's name: which version is active. */
export const activePolicyKind: DocumentKind<ActivePolicyDocument> = {
  name: 'active-policy',
  version: 1,
  schema: v.object({ version: whole }),
};

export const blocklistKind: DocumentKind<BlocklistDocument> = {
  name: 'blocklist',
  version: 1,
  schema: v.object({ createdAt: time, revision: v.string() }),
};

/** `<list>/<content hash>`. */
export const blocklistEntryKind: DocumentKind<BlocklistEntryDocument> = {
  name: 'blocklist-entry',
  version: 1,
  indexes: [['blocklist', 'fingerprint']],
  schema: v.object({
    blocklist: v.string(),
    contentHash: v.string(),
    perceptualHash: v.optional(v.string()),
    vector,
    fingerprint: v.string(),
    modelName: v.string(),
    note: v.optional(v.string()),
    action: v.optional(action),
    keyName: v.optional(v.string()),
    addedAt: time,
  }),
};

/** `<verdict>/<event>`: what is still to be sent. */
export const webhookPendingKind: DocumentKind<PendingEventDocument> = {
  name: 'webhook-pending',
  version: 1,
  indexes: ['dueAt'],
  schema: v.object({ ...event, dueAt: v.number() }),
};

/** `<verdict>/<event>`: what the receiver never took. */
export const webhookFailedKind: DocumentKind<FailedEventDocument> = {
  name: 'webhook-failed',
  version: 1,
  schema: v.object({ ...event, lastError: v.string(), failedAt: time }),
};

/** What this module keeps, for `openKinds`. */
export const moderationKinds: Readonly<Record<string, DocumentKind>> = {
  policy: policyKind,
  activePolicy: activePolicyKind,
  blocklist: blocklistKind,
  blocklistEntry: blocklistEntryKind,
  verdict: verdictKind,
  openReview: openReviewKind,
  resolvedReview: resolvedReviewKind,
  reviewVector: reviewVectorKind,
  webhookPending: webhookPendingKind,
  webhookFailed: webhookFailedKind,
};

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
