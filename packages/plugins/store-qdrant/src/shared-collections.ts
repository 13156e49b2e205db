import { createHash, randomUUID } from 'node:crypto';
import {
  checkedCollection,
  checkedSpec,
  type CollectionInfo,
  type CollectionSpec,
  compareCodePoints,
  type Crops,
  isCollectionName,
  isPluginError,
  PluginError,
} from '@clipgraph/contracts';
import type { Schemas } from '@qdrant/js-client-rest';
import { CollectionAdmin, metadataOf, orMissing } from './collection-admin.ts';
import { collectionLayout, type CollectionOptions, MAX_DIMENSIONS, OWNER, payloadIndexes } from './collection-layout.ts';
import type { CollectionSet, OpenCollection } from './collection-set.ts';
import type { Connection } from './connection.ts';
import { pointId } from './point-id.ts';
import { listOf, WrongAnswer } from './qdrant-errors.ts';
import { QdrantPoints } from './qdrant-points.ts';

/** What the list of collections holds of each, as the payload of a point. */
interface Entry {
  /** The gateway and tenant that own it, see {@link scopeOf}. */
  readonly scope: string;
  readonly name: string;
  readonly fingerprint: string;
  readonly model: string;
  readonly dimensions: number;
  readonly createdAt: string;
  readonly crops?: Crops;
  /** The mark of its records, a new random one for each collection. */
  readonly owner: string;
  /** The collection in Qdrant that its records are in. */
  readonly place: string;
  /** It is gone for everyone, and its records are being deleted. */
  readonly deleting?: true;
}

const PAGE = 1000;
/** An id that no point has. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Every tenant's collections of one model in one collection in Qdrant: each record is marked with its collection, each
 * request is bound to one mark. For many small collections, of which Qdrant holds fewer well. A list of them, a
 * collection in Qdrant too, says which there are; two may change places in it.
 */
export class SharedCollections implements CollectionSet {
  readonly #connection: Connection;
  readonly #admin: CollectionAdmin;
  readonly #options: CollectionOptions;
  readonly #prefix: string;
  readonly #scope: string;
  readonly #list: string;
  /** Collections in Qdrant that are known to be there, with the fields that are known to be indexed. */
  readonly #places = new Map<string, ReadonlySet<string>>();

  constructor(connection: Connection, options: CollectionOptions) {
    this.#connection = connection;
    this.#admin = new CollectionAdmin(connection);
    this.#options = options;
    // Two dots: no collection of its own begins so, whatever its name or tenant.
    this.#prefix = `${options.prefix ?? 'clipgraph-'}..`;
    this.#list = `${this.#prefix}collections`;
    this.#scope = scopeOf(options.tenant);
  }

  async create(spec: CollectionSpec): Promise<CollectionInfo> {
    const { name, ...bound } = checkedSpec(spec, { maxDimensions: MAX_DIMENSIONS });
    const before = await this.#entry(name);
    if (before?.deleting) await this.#deleteRecords(before);
    else if (before) throw nameTaken();
    const createdAt = new Date();
    const place = await this.#makePlace(bound);
    await this.#makeList();
    const entry: Entry = {
      scope: this.#scope,
      name,
      ...bound,
      createdAt: createdAt.toISOString(),
      owner: randomUUID(),
      place,
    };
    // One that is there already stays; which of two came first is read afterwards.
    await this.#put([entry], { must: [{ has_id: [NOBODY] }] });
    if ((await this.#entry(name))?.owner !== entry.owner) throw nameTaken();
    return { name, ...bound, createdAt };
  }

  async list(): Promise<CollectionInfo[]> {
    return (await this.#entries()).map(infoOf).sort((a, b) => compareCodePoints(a.name, b.name));
  }

  async find(name: string, signal?: AbortSignal): Promise<CollectionInfo | undefined> {
    const entry = await this.#entry(name, signal);
    return entry && !entry.deleting ? infoOf(entry) : undefined;
  }

  async open(name: string, fingerprint?: string, signal?: AbortSignal): Promise<OpenCollection> {
    const entry = await this.#entry(name, signal);
    const info = checkedCollection(entry && !entry.deleting ? infoOf(entry) : undefined, fingerprint);
    return { info, points: this.#points(entry!) };
  }

  /** Done again, it goes on where it was broken off. */
  async delete(name: string): Promise<boolean> {
    const entry = await this.#entry(name);
    if (!entry) return false;
    if (!entry.deleting) await this.#put([{ ...entry, deleting: true }], { must: [{ key: OWNER, match: { value: entry.owner } }] });
    await this.#deleteRecords(entry);
    return true;
  }

  async exchange(a: string, b: string): Promise<boolean> {
    const [first, second] = [await this.#entry(a), await this.#entry(b)];
    if (!first || !second || first.deleting || second.deleting) return false;
    const swapped = [
      { ...second, name: first.name },
      { ...first, name: second.name },
    ];
    // One write, to a list of one shard. It is left undone where either was replaced meanwhile.
    await this.#put(swapped, { must: [{ key: OWNER, match: { any: [first.owner, second.owner] } }] });
    return (await this.#entry(a))?.owner === second.owner;
  }

  async everyone(): Promise<QdrantPoints[]> {
    return (await this.#entries()).map((entry) => this.#points(entry));
  }

  async check(): Promise<void> {
    await this.#connection.request((api, init) => api.getCollections({}, init), { repeatable: false });
  }

  #points({ place, owner }: Entry): QdrantPoints {
    const { strictMode } = this.#options;
    return new QdrantPoints(this.#connection, {
      name: place,
      owner,
      ...(strictMode && { prepareRanges: (fields: readonly string[]) => this.#indexRanges(place, fields) }),
    });
  }

  async #indexRanges(place: string, fields: readonly string[]): Promise<void> {
    if (fields.every((field) => this.#places.get(place)?.has(field))) return;
    const present = Object.keys((await this.#admin.describe(place))?.payload_schema ?? {});
    await this.#admin.indexRanges(place, fields, new Set(present));
    this.#places.set(place, new Set([...present, ...fields]));
  }

  /** In parts: a collection with no entry has no name, and its records no reader. */
  async #deleteRecords(entry: Entry): Promise<void> {
    await this.#points(entry).deleteAll();
    const filter = { must: [{ has_id: [this.#id(entry.name)] }, { key: OWNER, match: { value: entry.owner } }] };
    await this.#connection.request((api, init) => api.deletePoints({ collection_name: this.#list, wait: true, filter }, init));
  }

  async #makePlace(spec: Omit<CollectionSpec, 'name'>): Promise<string> {
    const { fingerprint, dimensions, crops } = spec;
    // Those that keep the vectors of crops have one more named vector.
    const layoutKey = `${dimensions} ${fingerprint}${crops?.keep === 'each' ? ' crops' : ''}`;
    const place = `${this.#prefix}vectors-${createHash('sha256').update(layoutKey).digest('hex').slice(0, 32)}`;
    const layout = collectionLayout(spec, this.#options, { shared: true });
    await this.#ensure(
      place,
      { ...layout, metadata: { clipgraphShared: metadataOf(spec, new Date()) } },
      payloadIndexes(this.#options, { shared: true }),
    );
    return place;
  }

  async #makeList(): Promise<void> {
    const { replicationFactor, writeConsistencyFactor } = this.#options;
    const body = {
      vectors: {},
      shard_number: 1,
      ...(replicationFactor !== undefined && { replication_factor: replicationFactor }),
      ...(writeConsistencyFactor !== undefined && { write_consistency_factor: writeConsistencyFactor }),
    };
    await this.#ensure(this.#list, body, [{ field_name: 'scope', field_schema: { type: 'keyword', is_tenant: true } }]);
  }

  /** Makes it unless it is there; somebody else may make it at the same time. */
  async #ensure(place: string, body: Schemas['CreateCollection'], indexes: Parameters<CollectionAdmin['index']>[1]): Promise<void> {
    if (this.#places.has(place)) return;
    let found = await this.#admin.describe(place);
    if (!found) {
      await this.#admin.create(place, body, []).catch((error: unknown) => {
        if (!isPluginError(error) || error.code !== 'CONFLICT') throw error;
      });
      found = await this.#admin.describe(place);
    }
    const present = new Set(Object.keys(found?.payload_schema ?? {}));
    await this.#admin.index(
      place,
      indexes.filter(({ field_name }) => !present.has(field_name)),
    );
    this.#places.set(place, present);
  }

  #id(name: string): string {
    return pointId(`${this.#scope} ${name}`);
  }

  /** Also of one that is being deleted. */
  async #entry(name: string, signal?: AbortSignal): Promise<Entry | undefined> {
    if (!isCollectionName(name)) return undefined;
    const found = await orMissing(
      this.#connection.request<Schemas['Record'][]>(
        (api, init) => api.getPoints({ collection_name: this.#list, ids: [this.#id(name)], with_payload: true }, init),
        { signal },
      ),
    );
    const entry = listOf(found ?? []).map(({ payload }) => entryOf(payload))[0];
    return entry?.scope === this.#scope && entry.name === name ? entry : undefined;
  }

  async #entries(): Promise<Entry[]> {
    const entries: Entry[] = [];
    const filter = { must: [{ key: 'scope', match: { value: this.#scope } }] };
    let offset: Schemas['ExtendedPointId'] | undefined;
    do {
      const body = { filter, limit: PAGE, with_payload: true, ...(offset !== undefined && { offset }) };
      const page = await orMissing(
        this.#connection.request<Schemas['ScrollResult']>((api, init) => api.scrollPoints({ collection_name: this.#list, ...body }, init)),
      );
      entries.push(...listOf(page ? page.points : []).map(({ payload }) => entryOf(payload)));
      offset = (page?.next_page_offset as Schemas['ExtendedPointId'] | null | undefined) ?? undefined;
    } while (offset !== undefined);
    return entries.filter(({ scope, deleting }) => scope === this.#scope && !deleting);
  }

  async #put(entries: readonly Entry[], update_filter: Schemas['Filter']): Promise<void> {
    const points = entries.map((entry) => ({ id: this.#id(entry.name), vector: {}, payload: { ...entry } }));
    await this.#connection.request((api, init) =>
      api.upsertPoints({ collection_name: this.#list, wait: true, points, update_filter }, init),
    );
  }
}

/** No tenant is not a tenant of any name. */
function scopeOf(tenant: string | undefined): string {
  return tenant === undefined ? 'nobody' : `tenant ${tenant}`;
}

function entryOf(payload: unknown): Entry {
  const entry = payload as Partial<Entry> | null | undefined;
  if (typeof entry?.owner !== 'string' || typeof entry.place !== 'string' || typeof entry.name !== 'string') {
    throw new WrongAnswer('no entry of the list of collections');
  }
  return entry as Entry;
}

function infoOf({ name, fingerprint, model, dimensions, createdAt, crops }: Entry): CollectionInfo {
  return { name, fingerprint, model, dimensions, createdAt: new Date(createdAt), ...(crops && { crops }) };
}

function nameTaken(): PluginError {
  return new PluginError('CONFLICT', 'A collection of this name exists');
}
