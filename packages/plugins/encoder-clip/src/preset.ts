import { basename } from 'node:path';

import type { LogOdds, ModelFit, Scoring } from '@clipgraph/contracts';

import { modelError } from './model-files.ts';
import type { JsonFile, ModelFiles } from './model-files.ts';
import { isCleaning } from './text-cleaning.ts';
import type { Cleaning } from './text-cleaning.ts';

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
  readonly padding: 'trim' | 'full';
  /** What happens to a text before its tokenizer sees it: `text-cleaning.ts`. */
  readonly cleaning: Cleaning;
}

interface Family extends Omit<Preset, 'name' | 'licence' | 'fit'> {
  /** Where the `tokenizer_class` of `tokenizer_config.json` cleans in code what `tokenizer.json` does not. */
  readonly cleaningOfTokenizer?: Readonly<Record<string, Cleaning>>;
}

/**
 * What holds for a whole family, by the `model_type` of `config.json`. The hub's configurations hold the initial
 * scale, not the trained one; every CLIP of OpenAI ended at its bound of 100. SigLIP's are of the base model. The
 * checkpoints of SigLIP 2 say `siglip` too, and differ by their tokenizer.
 */
const FAMILIES: Readonly<Record<string, Family>> = {
  clip: {
    scoring: { kind: 'softmax', scale: 100, bias: 0 },
    templates: ['a photo of a {label}.'],
    contextLength: 77,
    padding: 'trim',
    cleaning: 'clip',
  },
  siglip: {
    scoring: { kind: 'sigmoid', scale: 117.33, bias: -12.93 },
    templates: ['This is a photo of {label}.'],
    contextLength: 64,
    padding: 'full',
    cleaning: 'lowercase',
    cleaningOfTokenizer: { SiglipTokenizer: 'canonical', SiglipTokenizerFast: 'canonical' },
  },
};

/** The family's values, then the context length of `config.json`, then whatever `clipgraph.json` says. */
export async function readPreset(files: ModelFiles): Promise<Preset> {
  const config = files.has('config.json') ? await files.json('config.json') : {};
  const own = files.has('clipgraph.json') ? await files.json('clipgraph.json') : {};
  const type = String(config.model_type ?? 'clip');
  const family = FAMILIES[type] ?? FAMILIES.clip!;
  if (!FAMILIES[type] && !files.has('clipgraph.json')) {
    throw modelError(`config.json has the unknown model_type "${type}", and no clipgraph.json says how to use it`);
  }
  const textConfig = (config.text_config ?? {}) as JsonFile;
  const tokenizer = files.has('tokenizer_config.json') ? await files.json('tokenizer_config.json') : {};
  const read = reader(own, 'clipgraph.json');
  return {
    name: read('name', isText) ?? basename(files.folder),
    licence: read('licence', isText) ?? 'unknown',
    scoring: read('scoring', isScoring) ?? family.scoring,
    fit: read('fit', isFit),
    templates: read('templates', isTemplates) ?? family.templates,
    contextLength:
      read('contextLength', isContextLength) ??
      reader(textConfig, 'text_config in config.json')('max_position_embeddings', isContextLength) ??
      family.contextLength,
    padding: read('padding', (value) => value === 'trim' || value === 'full') ?? family.padding,
    cleaning: read('cleaning', isCleaning) ?? family.cleaningOfTokenizer?.[String(tokenizer.tokenizer_class)] ?? family.cleaning,
  };
}

function reader(json: JsonFile, name: string) {
  return <Value>(field: string, isRight: (value: unknown) => value is Value): Value | undefined => {
    const value = json[field];
    if (value === undefined || isRight(value)) return value;
    throw modelError(`"${field}" of ${name} is wrong`);
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isScoring(value: unknown): value is Scoring {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, scale, bias } = value as Partial<Scoring>;
  return (kind === 'softmax' || kind === 'sigmoid') && Number.isFinite(scale) && scale! > 0 && Number.isFinite(bias);
}

function isFit(value: unknown): value is Partial<ModelFit> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { relevance, alike, sameWords, ...others } = value as Partial<ModelFit>;
  const odds = [relevance, alike].filter((one) => one !== undefined);
  const isWord = sameWords === undefined || (Number.isFinite(sameWords) && Math.abs(sameWords) <= 1);
  return Object.keys(others).length === 0 && odds.every(isLogOdds) && isWord;
}

function isLogOdds(value: unknown): value is LogOdds {
  if (typeof value !== 'object' || value === null) return false;
  const { slope, even } = value as Partial<LogOdds>;
  return Number.isFinite(slope) && slope! > 0 && Number.isFinite(even);
}

function isTemplates(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((template) => isText(template) && template.split('{label}').length === 2);
}

function isContextLength(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 3 && (value as number) <= 8192;
}
