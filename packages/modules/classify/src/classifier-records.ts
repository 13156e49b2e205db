import { invalidInput, isCollectionName, isPluginError, PluginError, type DocumentStore, type JsonObject } from '@clipgraph/contracts';

import type { TrainingReport } from './generated/types.ts';
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

const KIND = 'classifier';
/** By name: the highest version that was deleted, so that `pets@3` never means something else. */
const NUMBERING = 'classifier-numbering';
/** Ids sort by name, then by version. */
const VERSION_DIGITS = 9;
const DELETED_AT_ONCE = 100;
/** Times that another one may save the same version first. */
const MAX_TRIES = 10;

export function classifierRecords(documents: DocumentStore): ClassifierRecords {
  const versions = async (name: string, limit: number): Promise<ClassifierRecord[]> => {
    // No name has a '/', and '0' comes right after it.
    const found = await documents.list(KIND, { order: 'descending', after: `${name}0`, until: `${name}/`, limit });
    return found.map(({ document }) => fromDocument(document));
  };
  const deletedVersion = async (name: string): Promise<number> => {
    const numbering = (await documents.get(NUMBERING, name)) as { readonly version: number } | undefined;
    return numbering?.version ?? 0;
  };
  const newest = async (name: string): Promise<ClassifierRecord | undefined> => (await versions(name, 1))[0];

  return {
    versions,
    async add(classifier) {
      for (let tries = 1; ; tries++) {
        const { name } = classifier;
        const version = Math.max((await newest(name))?.version ?? 0, await deletedVersion(name)) + 1;
        const record: ClassifierRecord = { ...classifier, version, createdAt: new Date() };
        try {
          await documents.insert(KIND, [{ id: idOf(name, version), document: toDocument(record) }]);
          return record;
        } catch (error) {
          if (!isPluginError(error) || error.code !== 'CONFLICT' || tries === MAX_TRIES) throw error;
        }
      }
    },
    async find(name, version) {
      if (!isCollectionName(name)) return undefined;
      if (version === null || version === undefined) return newest(name);
      const document = await documents.get(KIND, idOf(name, version));
      return document && fromDocument(document);
    },
    async delete(name, version) {
      const last = isCollectionName(name) ? await newest(name) : undefined;
      if (!last) return false;
      // First, so that a crash half-way leaves no number to be given again.
      await documents.put(NUMBERING, name, { version: Math.max(last.version, await deletedVersion(name)) });
      if (version !== null && version !== undefined) return documents.delete(KIND, idOf(name, version));
      for (let found = [last]; found.length > 0; found = await versions(name, DELETED_AT_ONCE))
        await Promise.all(found.map((one) => documents.delete(KIND, idOf(name, one.version))));
      return true;
    },
    async list({ after, limit }) {
      const records: ClassifierRecord[] = [];
      let last = after;
      while (records.length < limit) {
        const [next] = await documents.list(KIND, { ...(last && { after: `${last}0` }), limit: 1 });
        if (!next) break;
        last = next.id.slice(0, next.id.indexOf('/'));
        records.push((await newest(last))!);
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

function idOf(name: string, version: number): string {
  return `${name}/${String(version).padStart(VERSION_DIGITS, '0')}`;
}

/** JSON leaves out what is undefined. */
function toDocument({ trained, ...record }: ClassifierRecord): JsonObject {
  const weights = trained?.weights.map((row) => Buffer.from(row.buffer, row.byteOffset, row.byteLength).toString('base64'));
  return JSON.parse(JSON.stringify({ ...record, trained: trained && { ...trained, weights } })) as JsonObject;
}

function fromDocument(document: JsonObject): ClassifierRecord {
  const record = document as unknown as ClassifierRecord & { readonly createdAt: string };
  const { trained } = document as unknown as { readonly trained?: Omit<TrainedHead, 'weights'> & { readonly weights: readonly string[] } };
  return {
    ...record,
    createdAt: new Date(record.createdAt),
    trained: trained && { ...trained, weights: trained.weights.map(floats) },
  };
}

function floats(base64: string): Float32Array {
  // A copy of its own: small buffers share one, at places that no float may begin at.
  return new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);
}
