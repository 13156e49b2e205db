import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startGateway, type GatewayComposition } from '@clipgraph/gateway';
import { clip, embed, gallery, moderation, pictureFolder, qdrant, search, sqliteDocuments, sqliteVectors } from '@clipgraph/server';
import { describe, expect, it } from 'vitest';

/** Options as JavaScript may give them. */
type Options = never;

const start = (own: Partial<GatewayComposition>): Promise<unknown> =>
  startGateway({
    composition: {
      encoders: [clip()],
      vectors: sqliteVectors(),
      documents: sqliteDocuments(),
      pictures: pictureFolder(),
      modules: [embed()],
      ...own,
    },
    env: {},
    config: { port: 0, logLevel: 'silent', dataDir: join(tmpdir(), 'clipgraph-unused') },
  });

describe('options that are given in code', () => {
  it.each<[options: object, problem: string]>([
    [{ maxResults: -1 }, 'search: maxResults must be a whole number from 1 to 100000.'],
    [{ maxResults: 0 }, 'maxResults'],
    [{ maxResults: 1.5 }, 'maxResults'],
    [{ maxResults: 'x' }, 'maxResults'],
    [{ keptResultBytes: NaN }, 'keptResultBytes'],
    [{ keptResultBytes: -1 }, 'keptResultBytes'],
    [{ keptResultMs: Infinity }, 'keptResultMs'],
    [{ maxPayloadBytes: null }, 'maxPayloadBytes'],
    [{ maxTextLength: [] }, 'maxTextLength'],
    [{ results: 1 }, 'search: there is no option results.'],
  ])('of search are refused in words at the start: %o', async (options, problem) => {
    await expect(start({ modules: [embed(), search(options as Options)] })).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringContaining(problem) as unknown,
    });
  });

  it('of every other part too, all at once', async () => {
    const wrong = start({
      encoders: [clip({ model: ['mini', 'mini'], modelsDir: 5 } as Options)],
      vectors: qdrant({ url: 'ftp://x', timeoutMs: -1, strictMode: 'on', rangeFields: 'a', quantization: 'none' } as Options),
      modules: [
        embed(),
        search({ maxResults: 0 }),
        gallery({ samples: 'off' } as Options),
        moderation({ webhookRetryDelaysMs: [-1], verdictDay: 5 } as Options),
      ],
    });
    const message = await wrong.then(
      () => 'started',
      (error: Error) => error.message,
    );
    expect(message.split('\n')).toEqual([
      'models, which is given for CLIPGRAPH_MODEL, names a model twice.',
      'modelsDir, which is given for CLIPGRAPH_MODELS_DIR, must be a text.',
      'url, which is given for QDRANT_URL, must be an absolute http or https address.',
      'timeoutMs, which is given for QDRANT_TIMEOUT_MS, must be a whole number of at least 1.',
      'quantization, which is given for QDRANT_QUANTIZATION, must be scalar or binary.',
      'strictMode, which is given for QDRANT_STRICT_MODE, is of another type.',
      'rangeFields, which is given for QDRANT_RANGE_FIELDS, is of another type.',
      'search: maxResults must be a whole number from 1 to 100000.',
      'samples, which is given for CLIPGRAPH_GALLERY, is of another type.',
      'moderation: webhookRetryDelaysMs must be a list of at most 100 numbers from 0 to 86400000.',
      'moderation: there is no option verdictDay. Did you mean verdictDays?',
    ]);
    await expect(start({ modules: [embed(), moderation({ webhookRetryDelaysMs: 'often' } as Options)] })).rejects.toThrow(
      'a list of at most',
    );
  });
});
