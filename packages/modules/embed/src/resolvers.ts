import {
  checkLength,
  cropsFrom,
  eachItem,
  globalId,
  imageRef,
  picturesAtOnce,
  pictureVectors,
  priced,
  vectorToBase64,
  type EmbedderSet,
  type NodeLoader,
} from '@clipgraph/module-kit';
import { PluginError, type Crops, type Embedder, type ImageReader, type RequestOptions } from '@clipgraph/contracts';

import type { EmbeddingNode } from './embedding-node.ts';
import type { ContentInput, Resolvers } from './generated/types.ts';
import { MAX_INPUTS } from './limits.ts';
import { embedPrices } from './prices.ts';

interface Dependencies {
  readonly embedders: EmbedderSet;
  readonly images: ImageReader;
}

export function resolvers({ embedders, images }: Dependencies): Resolvers {
  return priced<Resolvers>(embedPrices, {
    Query: {
      models: () => embedders.all.map(({ model }) => model),
      embed: (_root, { inputs, model: name, crops: cropsInput }, { signal }) => {
        checkLength('inputs', inputs, MAX_INPUTS);
        const crops = cropsFrom(cropsInput);
        const embedder = embedders.named(name);
        const hasText = inputs.some(({ text }) => text !== undefined);
        if (hasText && !embedder.model.modalities.includes('text')) throw new PluginError('UNSUPPORTED', 'This model reads images only.');
        return eachItem(inputs, (input) => embedded(input, { embedder, images, crops }, { signal }), { atOnce: picturesAtOnce(crops) });
      },
    },
    Model: {
      id: ({ name }) => globalId('Model', name),
      isDefault: ({ fingerprint }) => embedders.isDefault(fingerprint),
      modalities: ({ modalities }) => modalities.map((modality) => (modality === 'image' ? 'IMAGE' : 'TEXT')),
      contextLength: ({ contextLength }) => contextLength ?? null,
      scoring: ({ scoring }) => (scoring.kind === 'softmax' ? 'SOFTMAX' : 'SIGMOID'),
      templates: ({ templates }) => [...templates],
    },
    Embedding: {
      base64: ({ vector }) => vectorToBase64(vector),
      values: ({ vector }) => Array.from(vector),
      dimensions: ({ vector }) => vector.length,
      tokenCount: ({ tokenCount }) => tokenCount ?? null,
      crops: ({ crops }) => (crops ? [...crops] : null),
    },
    CropEmbedding: {
      base64: ({ vector }) => vectorToBase64(vector),
      values: ({ vector }) => Array.from(vector),
    },
  });
}

async function embedded(
  input: ContentInput,
  { embedder, images, crops }: { readonly embedder: Embedder; readonly images: ImageReader; readonly crops: Crops | undefined },
  options: RequestOptions,
): Promise<EmbeddingNode> {
  const { model } = embedder;
  if (input.text !== undefined) {
    const { vector, tokenCount, truncated } = await embedder.embedText(input.text, options);
    return { __typename: 'Embedding', vector, model, tokenCount, truncated };
  }
  const picture = await images.read(imageRef(input.image), options);
  const { image: vector, crops: tiles = [] } = await pictureVectors(embedder, picture, crops, options);
  return { __typename: 'Embedding', vector, model, truncated: false, ...(crops?.keep === 'each' && { crops: tiles }) };
}

/** Finds a model by its name, the local part of its global id. */
export function modelLoader(embedders: EmbedderSet): NodeLoader {
  return async ([name, ...rest]) => {
    const embedder = rest.length === 0 && embedders.all.find(({ model }) => model.name === name);
    return embedder ? { __typename: 'Model', ...embedder.model } : null;
  };
}
