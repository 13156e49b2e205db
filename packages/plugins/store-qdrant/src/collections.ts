import {
  checkedCollection,
  checkedSpec,
  type CollectionInfo,
  type CollectionSpec,
  compareCodePoints,
  isCollectionName,
  isPluginError,
  PluginError,
} from '@clipgraph/contracts';
import type { Schemas } from '@qdrant/js-client-rest';
import { CollectionAdmin, metadataOf, orMissing, readMetadata } from './collection-admin.ts';
import { collectionLayout, type CollectionOptions, MAX_DIMENSIONS, payloadIndexes } from './collection-layout.ts';
import type { CollectionSet, OpenCollection } from './collection-set.ts';
import type { Connection, RequestRules } from './connection.ts';
import { listOf } from './qdrant-errors.ts';
import { QdrantPoints } from './qdrant-points.ts';

/** What a process that makes a collection needs at most; one without a name that is older was left by one that died. */
const MAKING_MS = 10 * 60 * 1000;

interface Found {
  readonly info: CollectionInfo;
  readonly indexed: ReadonlySet<string>;
}

/**
 * One collection in Qdrant for each of ours. A new one has a name of its own there and the public name as an alias, so
 * that two can change places at once for everyone; older ones have the public name itself.
 */
export class Collections implements CollectionSet {
  readonly #connection: Connection;
  readonly #admin: CollectionAdmin;
  readonly #options: CollectionOptions;
  readonly #prefix: string;

  constructor(connection: Connection, options: CollectionOptions) {
    this.#connection = connection;
    this.#admin = new CollectionAdmin(connection);
    this.#options = options;
    // No name of a collection and no prefix holds a dot, so nobody else's name can lead here.
    this.#prefix = (options.prefix ?? 'clipgraph-') + (options.tenant === undefined ? '' : `${options.tenant}.`);
  }

  async create(spec: CollectionSpec): Promise<CollectionInfo> {
    const { name, ...bound } = checkedSpec(spec, { maxDimensions: MAX_DIMENSIONS });
    if (await this.#admin.describe(this.#nameOf(name))) throw nameTaken();
    const createdAt = new Date();
    const layout = collectionLayout(bound, this.#options, { shared: false });
    const place = await this.#make(name, { ...layout, metadata: { clipgraph: metadataOf(bound, createdAt) } });
    try {
      await this.#rename([{ create_alias: { collection_name: place, alias_name: this.#nameOf(name) } }]);
    } catch (error) {
      await this.#admin.delete(place).catch(() => undefined);
      throw error;
    }
    return { name, ...bound, createdAt };
  }

  async list(): Promise<CollectionInfo[]> {
    const [names, aliases] = await Promise.all([this.#names(), this.#aliases()]);
    const candidates = new Set([...names, ...aliases.keys()].flatMap((name) => this.#ownName(name)));
    const found = await Promise.all(Array.from(candidates, (name) => this.find(name)));
    return found.filter((info) => info !== undefined).sort((a, b) => compareCodePoints(a.name, b.name));
  }

  async find(name: string, signal?: AbortSignal): Promise<CollectionInfo | undefined> {
    return (await this.#find(name, signal))?.info;
  }

  async open(name: string, fingerprint?: string, signal?: AbortSignal): Promise<OpenCollection> {
    const found = await this.#find(name, signal);
    const info = checkedCollection(found?.info, fingerprint);
    return { info, points: this.#points(name, found?.indexed) };
  }

  async delete(name: string): Promise<boolean> {
    if (!(await this.find(name))) return false;
    const alias = this.#nameOf(name);
    // Its alias goes with it.
    return this.#admin.delete((await this.#aliases()).get(alias) ?? alias);
  }

  async exchange(a: string, b: string): Promise<boolean> {
    const [first, second] = [this.#nameOf(a), this.#nameOf(b)];
    const aliases = await this.#aliases();
    const [ofFirst, ofSecond] = [aliases.get(first), aliases.get(second)];
    // An alias cannot take the name of a collection.
    if (ofFirst === undefined || ofSecond === undefined) return false;
    await this.#rename([
      { delete_alias: { alias_name: first } },
      { delete_alias: { alias_name: second } },
      { create_alias: { alias_name: first, collection_name: ofSecond } },
      { create_alias: { alias_name: second, collection_name: ofFirst } },
    ]);
    return true;
  }

  async everyone(): Promise<QdrantPoints[]> {
    return (await this.list()).map(({ name }) => this.#points(name));
  }

  async check(): Promise<void> {
    await this.#names({ repeatable: false });
  }

  /** The name in Qdrant, of a collection or an alias. */
  #nameOf(collection: string): string {
    return this.#prefix + collection;
  }

  #ownName(name: string): string[] {
    const own = name.startsWith(this.#prefix) ? name.slice(this.#prefix.length) : '';
    return isCollectionName(own) ? [own] : [];
  }

  /** Also makes the indexes that are missing: after a process that died while it made them, or with another option. */
  async #find(name: string, signal?: AbortSignal): Promise<Found | undefined> {
    if (!isCollectionName(name)) return undefined;
    const found = await this.#admin.describe(this.#nameOf(name), signal);
    const metadata = readMetadata(found);
    if (!found || !metadata) return undefined;
    const indexed = new Set(Object.keys(found.payload_schema ?? {}));
    const missing = payloadIndexes(this.#options, { shared: false }).filter(({ field_name }) => !indexed.has(field_name));
    await this.#admin.index(this.#nameOf(name), missing);
    const { fingerprint, model, dimensions, createdAt, crops } = metadata;
    return { info: { name, fingerprint, model, dimensions, createdAt: new Date(createdAt), ...(crops && { crops }) }, indexed };
  }

  #points(name: string, indexed: ReadonlySet<string> = new Set()): QdrantPoints {
    const place = this.#nameOf(name);
    const { strictMode } = this.#options;
    return new QdrantPoints(this.#connection, {
      name: place,
      ...(strictMode && { prepareRanges: (fields: readonly string[]) => this.#admin.indexRanges(place, fields, indexed) }),
    });
  }

  /**
   * Makes a collection without a public name and returns its name in Qdrant. The first free one of a row of names is
   * taken, so that of two who make a collection of one name at once, one is refused.
   */
  async #make(name: string, body: Schemas['CreateCollection']): Promise<string> {
    for (let count = 0; ; count++) {
      const place = `${this.#prefix}.${name}${count === 0 ? '' : `.${count}`}`;
      try {
        await this.#admin.create(place, body, payloadIndexes(this.#options, { shared: false }));
        return place;
      } catch (error) {
        if (!isPluginError(error) || error.code !== 'CONFLICT') throw error;
        const holders = [...(await this.#aliases())].filter(([, holder]) => holder === place).map(([alias]) => alias);
        if (holders.includes(this.#nameOf(name))) throw nameTaken(error);
        // It changed places with another one, whose name it now has.
        if (holders.length > 0) continue;
        await this.#removeLeftover(place, error);
        count--;
      }
    }
  }

  async #removeLeftover(place: string, error: unknown): Promise<void> {
    const found = await this.#admin.describe(place);
    const metadata = readMetadata(found);
    if (found && !(metadata && Date.now() - Date.parse(metadata.createdAt) > MAKING_MS)) throw nameTaken(error);
    await this.#admin.delete(place);
  }

  async #rename(actions: Schemas['AliasOperations'][]): Promise<void> {
    await this.#connection.request((api, init) => api.updateAliases({ actions }, init), { repeatable: false, slow: true });
  }

  async #names(rules: RequestRules = {}): Promise<string[]> {
    const { collections } = await this.#connection.request<Schemas['CollectionsResponse']>(
      (api, init) => api.getCollections({}, init),
      rules,
    );
    return listOf(collections).map(({ name }) => name);
  }

  /** The collection in Qdrant behind each alias. */
  async #aliases(): Promise<Map<string, string>> {
    const found = await orMissing(
      this.#connection.request<Schemas['CollectionsAliasesResponse']>((api, init) => api.getCollectionsAliases({}, init)),
    );
    return new Map(listOf(found?.aliases ?? []).map(({ alias_name, collection_name }) => [alias_name, collection_name]));
  }
}

function nameTaken(cause?: unknown): PluginError {
  return new PluginError('CONFLICT', 'A collection of this name exists', { cause });
}
