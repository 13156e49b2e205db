import { basename } from 'node:path';

import type { ModelFit, Scoring } from '@clipgraph/contracts';
import { familyIn, familyNamed, modelFamilies, type Cleaning, type ModelFamily, type Padding } from '@clipgraph/model-registry';
import * as v from 'valibot';

import { modelError, type ModelFiles } from './model-files.ts';

/*
 * The fields of `clipgraph.json` that an encoder reads; what else stands there is the library's. A message goes on where the name of
 * the field ends.
 */

const text = v.pipe(v.string('must be text'), v.nonEmpty('must not be empty'));
const finite = v.pipe(v.number('must be a number'), v.finite('must be a finite number'));
const aboveZero = v.pipe(
  finite,
  v.check((value) => value > 0, 'must be above 0'),
);

const scoring = v.object(
  { kind: v.picklist(['softmax', 'sigmoid'], 'must be "softmax" or "sigmoid"'), scale: aboveZero, bias: finite },
  'must be given: { kind, scale, bias }',
);
const logOdds = v.object({ slope: aboveZero, even: finite }, 'must be given: { slope, even }');
const fit = v.pipe(
  // A list is an object too.
  v.custom<object>((value) => typeof value === 'object' && !Array.isArray(value), 'must be an object'),
  v.strictObject(
    {
      relevance: v.exactOptional(logOdds),
      alike: v.exactOptional(logOdds),
      sameWords: v.exactOptional(
        v.pipe(
          finite,
          v.check((value) => Math.abs(value) <= 1, 'must be a cosine, from -1 to 1'),
        ),
      ),
    },
    'is none of relevance, alike and sameWords',
  ),
);
const template = v.pipe(
  text,
  v.check((value) => value.split('{label}').length === 2, 'must hold {label} once'),
);

const CLEANINGS: readonly Cleaning[] = ['clip', 'canonical', 'lowercase', 'plain'];

/** Most tokens of a text. */
const contextLengthSchema = v.pipe(
  v.number('must be a whole number from 3 to 8192'),
  v.check((value) => Number.isInteger(value) && value >= 3 && value <= 8192, 'must be a whole number from 3 to 8192'),
);

const clipgraphJsonSchema = v.object({
  name: v.optional(text),
  licence: v.optional(text),
  /** By its name in the registry. */
  family: v.optional(
    v.picklist(
      modelFamilies.map(({ name }) => name),
      `must be one of ${modelFamilies.map(({ name }) => name).join(', ')}`,
    ),
  ),
  scoring: v.optional(scoring),
  /** Constants that were fitted on the model's own vectors. */
  fit: v.optional(fit),
  templates: v.optional(v.pipe(v.array(template, 'must be a list of texts'), v.minLength(1, 'must not be empty'))),
  contextLength: v.optional(contextLengthSchema),
  padding: v.optional(v.picklist(['trim', 'full'], 'must be "trim" or "full"')),
  cleaning: v.optional(v.picklist(CLEANINGS, `must be one of ${CLEANINGS.join(', ')}`)),
});

type ClipgraphJson = v.InferOutput<typeof clipgraphJsonSchema>;

/** What `config.json` says of texts: its own fields, or those of open_clip. */
const configJsonSchema = v.object({
  model_type: v.optional(v.string('must be text')),
  text_config: v.nullish(v.looseObject({ max_position_embeddings: v.nullish(contextLengthSchema) }, 'must be an object')),
  vision_cfg: v.optional(v.looseObject({}, 'must be an object')),
  text_cfg: v.optional(
    v.looseObject(
      {
        context_length: v.nullish(contextLengthSchema),
        tokenizer_kwargs: v.nullish(v.looseObject({ clean: v.nullish(v.string('must be text')) }, 'must be an object')),
      },
      'must be an object',
    ),
  ),
  init_logit_bias: v.nullish(v.number('must be a number')),
});

type ConfigJson = v.InferOutput<typeof configJsonSchema>;

/** Where the class of a tokenizer and its padding stand. */
const tokenizerConfigSchema = v.object({
  tokenizer_class: v.nullish(v.string('must be text')),
  pad_token: v.nullish(
    v.union([v.string(), v.looseObject({ content: v.string() })], 'must be a token: text, or an object with its content'),
  ),
});

/** All that is known of a model besides its weights, pixels and vocabulary. */
export interface Preset {
  readonly name: string;
  readonly licence: string;
  readonly scoring: Scoring;
  /** Constants fitted on the model's own vectors; undefined where `clipgraph.json` has none. */
  readonly fit: Partial<ModelFit> | undefined;
  readonly templates: readonly string[];
  /** Most tokens of a text, start and end included. */
  readonly contextLength: number;
  /** `trim`: the text tower is causal, padding after the end token changes nothing. `full`: it always sees its whole context. */
  readonly padding: Padding;
  /** What happens to a text before its tokenizer sees it: `text-cleaning.ts`. */
  readonly cleaning: Cleaning;
}

/** The family's values, then those of `config.json`, then whatever `clipgraph.json` says. Errors: MODEL_FAILED with the field. */
export async function readPreset(files: ModelFiles): Promise<Preset> {
  const own = (await files.checked('clipgraph.json', clipgraphJsonSchema)) ?? {};
  const config = (await files.checked('config.json', configJsonSchema)) ?? {};
  const tokenizer = (await files.checked('tokenizer_config.json', tokenizerConfigSchema)) ?? {};
  const family = familyOf(config, own);
  const scoring = own.scoring ?? (config.init_logit_bias == null ? family.scoring : undefined);
  if (scoring === undefined) throw modelError(`${NO_SCALE}: give "scoring" in clipgraph.json`);
  return {
    name: own.name ?? basename(files.folder),
    licence: own.licence ?? 'unknown',
    scoring,
    fit: own.fit,
    templates: own.templates ?? family.templates,
    contextLength: own.contextLength ?? contextOf(config, family) ?? family.contextLength,
    padding: own.padding ?? family.padding,
    cleaning: own.cleaning ?? cleaningOf(config) ?? family.cleaningOfTokenizer?.[tokenizer.tokenizer_class ?? ''] ?? family.cleaning,
  };
}

const NO_SCALE = 'the scale that it was trained to stands in none of its files, and differs from model to model of its family';

/**
 * By `clipgraph.json`, else by `config.json`, else CLIP's. A family that is not known is taken for CLIP's where `clipgraph.json` says
 * how it scores: whoever wrote that knew the model.
 */
function familyOf(config: ConfigJson, { family: named, scoring }: ClipgraphJson): ModelFamily {
  const type = named ?? familyIn(config) ?? 'clip';
  const family = familyNamed(type) ?? (scoring && familyNamed('clip'));
  if (family) return family;
  const known = modelFamilies.map(({ name }) => name).join(', ');
  throw modelError(`config.json has the unknown model_type "${type}", and no "family" or "scoring" in clipgraph.json (known: ${known})`);
}

function contextOf({ text_config: text, text_cfg: openClip }: ConfigJson, { hasContextInConfig }: ModelFamily): number | undefined {
  return hasContextInConfig ? (text?.max_position_embeddings ?? openClip?.context_length ?? undefined) : undefined;
}

/** open_clip's name for SigLIP's. */
function cleaningOf({ text_cfg: openClip }: ConfigJson): Cleaning | undefined {
  return openClip?.tokenizer_kwargs?.clean === 'canonicalize' ? 'canonical' : undefined;
}
