import {
  checkDimensions,
  checkLimit,
  checkRecommendQuery,
  facetCounter,
  type CropSearch,
  type Facets,
  type PictureUse,
  type Recommendations,
  type RecommendStrategy,
  type Samples,
  type StoreCapabilities,
  type WordSearch,
} from '@clipgraph/contracts';
import { narrowedFilter, hasAnyOf } from './compile-filter.ts';
import { fieldId, presence } from './facts.ts';
import { bestHits, checkHits, isNotFound, type StoreParts } from './store-parts.ts';
import { vectorSearch } from './vector-search.ts';
import { queryWords } from './words.ts';

/** Pictures that are looked for with one request. */
const IMAGES_AT_ONCE = 256;

const STRATEGIES = { bestScore: 'best_score', sumScores: 'sum_scores' } as const satisfies Record<RecommendStrategy, string>;

export function storeCapabilities(parts: StoreParts): Required<StoreCapabilities> {
  const { run, collections } = parts;
  return {
    words: words(parts),
    facets: facets(parts),
    recommendations: recommendations(parts),
    samples: samples(parts),
    crops: crops(parts),
    pictures: pictures(parts),
    exchange: { names: (a, b) => run(() => collections.exchange(a, b)) },
  };
}

function words(parts: StoreParts): WordSearch {
  const { run, collections } = parts;
  return {
    search: (collection, { text, filter, limit }, { signal } = {}) =>
      run(async () => {
        signal?.throwIfAborted();
        checkHits(limit, parts);
        const query = queryWords(text);
        const { points } = await collections.open(collection, undefined, signal);
        if (!query) return [];
        return (await bestHits(points, { query, using: 'words' }, { filter, limit, signal })).map(({ key }) => key);
      }),
  };
}

/** A payload is one text in Qdrant, so its values are counted here: the records that have the field are read. */
function facets({ run, collections }: StoreParts): Facets {
  return {
    count: (collection, field, { filter, limit }) =>
      run(async () => {
        checkLimit(limit);
        const { points } = await collections.open(collection);
        const compiled = await points.compiled(filter);
        if (compiled === false) return [];
        const counter = facetCounter(field);
        for await (const { payload } of points.scan(narrowedFilter(compiled, [hasAnyOf('facts', [presence(fieldId(field))])])))
          counter.add(payload);
        return counter.first(limit);
      }),
  };
}

function recommendations(parts: StoreParts): Recommendations {
  const { run, collections, params } = parts;
  return {
    rank: (collection, fingerprint, query, { signal } = {}) =>
      run(async () => {
        signal?.throwIfAborted();
        const { target, strategy, filter, limit } = query;
        checkHits(limit, parts);
        checkRecommendQuery(query);
        const [positive, negative] = [query.positive, query.negative].map((side) => side.map((vector) => Array.from(vector)));
        const recommend = { positive: positive!, negative: negative!, strategy: STRATEGIES[strategy] };
        const { info, points } = await collections.open(collection, fingerprint, signal);
        checkDimensions((positive![0] ?? negative![0])!.length, info.dimensions, 'An example');
        return { hits: await bestHits(points, { query: { recommend }, using: target, params }, { filter, limit, signal }) };
      }),
  };
}

function samples({ run, collections }: StoreParts): Samples {
  return {
    vectors: (collection, target, limit) =>
      run(async () => {
        checkLimit(limit);
        return (await collections.open(collection)).points.sample(target, limit);
      }),
    keys: (collection, target, limit) =>
      run(async () => {
        checkLimit(limit);
        return (await collections.open(collection)).points.sampleKeys(target, limit);
      }),
  };
}

function crops(parts: StoreParts): CropSearch {
  const { run, collections } = parts;
  return {
    search: vectorSearch(parts, { crops: true }),
    vectors: (collection, keys) =>
      run(async () => {
        const { info, points } = await collections.open(collection);
        const found = await points.vectors(keys, info.crops?.keep === 'each');
        return keys.map((key) => found.get(points.idOf(key)));
      }),
  };
}

function pictures({ run, collections }: StoreParts): PictureUse {
  return {
    used: (imageIds) =>
      run(async () => {
        const wanted = [...new Set(imageIds)];
        if (wanted.length === 0) return new Set();
        const parts = Array.from({ length: Math.ceil(wanted.length / IMAGES_AT_ONCE) }, (_, part) =>
          wanted.slice(part * IMAGES_AT_ONCE, (part + 1) * IMAGES_AT_ONCE),
        );
        const everyone = await collections.everyone();
        const shown = everyone.flatMap((points) =>
          parts.map((part) =>
            points.imagesAmong(part).catch((error: unknown) => {
              // Deleted meanwhile.
              if (isNotFound(error)) return [];
              throw error;
            }),
          ),
        );
        return new Set((await Promise.all(shown)).flat());
      }),
  };
}
