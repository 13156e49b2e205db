import { documentsOf, ifReadable, numberedVersions, vectorFromBase64, vectorToBase64 } from '@clipgraph/module-kit';
import { invalidInput, isCollectionName, PluginError, type DocumentStore } from '@clipgraph/contracts';

import type { TrainingReport } from './generated/types.ts';
import { classifierKind, numberingKind, type ClassifierDocument } from './kinds.ts';
import type { ClassifyMode } from './scoring.ts';

/** A saved classifier: one version, which never changes. */
export interface ClassifierRecord {
  readonly name: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly mode: ClassifyMode;
  readonly classes: readonly WrittenClass[];
  /** Undefined: each model's own. */
  readonly templates?: readonly string[] | undefined;
  readonly training?: TrainingReport | undefined;
  /** Undefined: zero-shot. */
  readonly trained?: TrainedHead | undefined;
}

export interface WrittenClass {
  readonly name: string;
  readonly prompts?: readonly string[] | undefined;
}

/** What takes the place of `scale · head`, for vectors of one model. */
export interface TrainedHead {
  readonly fingerprint: string;
  readonly temperature: number;
  /** One row of the model's dimensions for each class. */
  readonly weights: readonly Float32Array[];
}

export type NewClassifier = Omit<ClassifierRecord, 'version' | 'createdAt'>;

/** Classifiers in a document store: every version is a document of its own, which never changes. */
export interface ClassifierRecords {
  /** As the next version of its name. */
  add(classifier: NewClassifier): Promise<ClassifierRecord>;
  /** The newest unless told; undefined where there is none. */
  find(name: string, version?: number | null): Promise<ClassifierRecord | undefined>;
  /** Newest first. */
  versions(name: string, limit: number): Promise<ClassifierRecord[]>;
  /** All versions of a name, or one; false where there was none. Numbers of deleted versions are not given again. */
  delete(name: string, version?: number | null): Promise<boolean>;
  /** The newest of each name, by name. */
  list(query: { readonly after?: string | null | undefined; readonly limit: number }): Promise<ClassifierRecord[]>;
}

const DELETED_AT_ONCE = 100;

export function classifierRecords(documents: DocumentStore): ClassifierRecords {
  const numbered = numberedVersions(documentsOf(documents, classifierKind));
  const numbering = documentsOf(documents, numberingKind);
  const deletedVersion = async (name: string): Promise<number> => (await numbering.get(name))?.version ?? 0;
  const newest = async (name: string): Promise<ClassifierRecord | undefined> => {
    const found = await numbered.newest(name);
    return found && fromDocument(found);
  };

  return {
    versions: async (name, limit) => (await numbered.list(name, limit)).map(fromDocument),
    async add(classifier) {
      const { name } = classifier;
      const make = (version: number): ClassifierDocument => toDocument({ ...classifier, version, createdAt: new Date() });
      return fromDocument(await numbered.add(name, make, { above: () => deletedVersion(name) }));
    },
    async find(name, version) {
      if (version === null || version === undefined) return newest(name);
      const found = await numbered.find(name, version);
      return found && fromDocument(found);
    },
    async delete(name, version) {
      const last = await numbered.newest(name);
      if (!last) return false;
      // First, so that a crash half-way leaves no number to be given again.
      await numbering.put(name, { version: Math.max(last.version, await deletedVersion(name)) });
      if (version !== null && version !== undefined) return numbered.delete(name, version);
      for (let found = [last]; found.length > 0; found = await numbered.list(name, DELETED_AT_ONCE))
        await Promise.all(found.map((one) => numbered.delete(name, one.version)));
      return true;
    },
    async list({ after, limit }) {
      const records: ClassifierRecord[] = [];
      let name = after ?? undefined;
      while (records.length < limit && (name = await numbered.nameAfter(name)) !== undefined) {
        const one = name;
        const record = await ifReadable(documents, () => newest(one));
        if (record) records.push(record);
      }
      return records;
    },
  };
}

/** INVALID_INPUT for a name that no classifier can have. */
export function checkClassifierName(name: string): void {
  if (!isCollectionName(name))
    throw invalidInput('INVALID', 'The name of a classifier has 1 to 64 letters, digits, _ and -, a letter or digit first.');
}

/** The classifier that `name` or `name@version` means; NOT_FOUND where there is none. */
export async function foundClassifier(records: ClassifierRecords, reference: string): Promise<ClassifierRecord> {
  const [, name, version] = /^([^@]*)(?:@(\d{1,9}))?$/.exec(reference) ?? [];
  const found = name === undefined ? undefined : await records.find(name, version === undefined ? undefined : Number(version));
  if (!found) throw new PluginError('NOT_FOUND', 'There is no classifier of that name and version.');
  return found;
}

function toDocument({ trained, createdAt, ...record }: ClassifierRecord): ClassifierDocument {
  const weights = trained?.weights.map(vectorToBase64);
  return { ...record, createdAt: createdAt.toISOString(), trained: trained && { ...trained, weights: weights! } };
}

function fromDocument({ trained, createdAt, ...record }: ClassifierDocument): ClassifierRecord {
  return { ...record, createdAt: new Date(createdAt), trained: trained && { ...trained, weights: trained.weights.map(vectorFromBase64) } };
}
