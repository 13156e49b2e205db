import type { DocumentKind } from '@clipgraph/contracts';
import * as v from 'valibot';

import type { TrainingReport } from './generated/types.ts';
import type { ClassifyMode } from './scoring.ts';

export interface ClassifierDocument {
  readonly name: string;
  readonly version: number;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly mode: ClassifyMode;
  readonly classes: readonly { readonly name: string; readonly prompts?: readonly string[] | undefined }[];
  readonly templates?: readonly string[] | undefined;
  readonly training?: TrainingReport | undefined;
  readonly trained?:
    | {
        readonly fingerprint: string;
        readonly temperature: number;
        /** Of each class, base64 of little-endian float32. */
        readonly weights: readonly string[];
      }
    | undefined;
}

export interface NumberingDocument {
  readonly version: number;
}

const whole = v.pipe(v.number(), v.integer());
const share = v.exactOptional(v.nullable(v.number()));
const vector = v.pipe(
  v.string(),
  v.check((text) => Buffer.byteLength(text, 'base64') % Float32Array.BYTES_PER_ELEMENT === 0),
);

const training = v.object({
  kept: v.picklist(['TRAINED', 'ZERO_SHOT']),
  modelName: v.string(),
  zeroShotAccuracy: v.number(),
  trainedAccuracy: v.number(),
  examples: whole,
  folds: whole,
  strength: v.number(),
  temperature: v.number(),
  classes: v.array(v.object({ label: v.string(), examples: whole, precision: share, recall: share })),
  confusion: v.exactOptional(v.nullable(v.array(v.array(whole)))),
  reliability: v.array(v.object({ from: v.number(), to: v.number(), count: whole, accuracy: share, confidence: share })),
});

/** Versions of classifiers: `<name>/<version>`. */
export const classifierKind: DocumentKind<ClassifierDocument> = {
  name: 'classifier',
  version: 1,
  schema: v.object({
    name: v.string(),
    version: whole,
    createdAt: v.pipe(v.string(), v.isoTimestamp()),
    mode: v.picklist(['ONE_OF', 'ANY_OF']),
    classes: v.array(v.object({ name: v.string(), prompts: v.optional(v.array(v.string())) })),
    templates: v.optional(v.array(v.string())),
    training: v.optional(training),
    trained: v.optional(v.object({ fingerprint: v.string(), temperature: v.number(), weights: v.array(vector) })),
  }),
};

/** By name: the highest version that was deleted, so that `pets@3` never means something else. */
export const numberingKind: DocumentKind<NumberingDocument> = {
  name: 'classifier-numbering',
  version: 1,
  schema: v.object({ version: whole }),
};

/** What this module keeps, for `openKinds`. */
export const classifyKinds: Readonly<Record<string, DocumentKind>> = { classifier: classifierKind, numbering: numberingKind };
