import type { JsonObject } from '@clipgraph/spec';

import type { ModerationAction } from './generated/types.ts';

/** From mildest to hardest. */
export const ACTIONS: readonly ModerationAction[] = ['ALLOW', 'BLUR', 'REVIEW', 'BLOCK'];

export interface Rule {
  readonly name: string;
  readonly describes: readonly string[];
  readonly unlike: readonly string[];
  readonly examples: readonly ExampleImage[];
  readonly threshold: number;
  readonly action: ModerationAction;
  readonly shadow: boolean;
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

/** The document of a version; vectors are base64 of little-endian float32. */
export function policyDocument({ __typename, rules, fingerprint, createdAt, ...rest }: PolicyVersion): JsonObject {
  return {
    ...rest,
    ...(fingerprint !== undefined && { fingerprint }),
    createdAt: createdAt.toISOString(),
    rules: rules.map((rule) => ({
      ...rule,
      examples: rule.examples.map(({ contentHash, vector }) => ({
        contentHash,
        vector: Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64'),
      })),
    })),
  };
}

interface PolicyDocument extends Omit<PolicyVersion, '__typename' | 'rules' | 'createdAt'> {
  readonly rules: readonly (Omit<Rule, 'examples'> & { readonly examples: readonly { contentHash: string; vector: string }[] })[];
  readonly createdAt: string;
}

/** Of a document that {@link policyDocument} made. */
export function policyVersion(document: JsonObject): PolicyVersion {
  const stored = document as unknown as PolicyDocument;
  return {
    ...stored,
    __typename: 'Policy',
    createdAt: new Date(stored.createdAt),
    rules: stored.rules.map((rule) => ({
      ...rule,
      examples: rule.examples.map(({ contentHash, vector }) => ({ contentHash, vector: floats(vector) })),
    })),
  };
}

function floats(base64: string): Float32Array {
  // Copied, because the bytes of a Buffer may begin at an address that no float can.
  return new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
}
