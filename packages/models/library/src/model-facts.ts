import { PluginError, type Scoring } from '@clipgraph/contracts';
import {
  familyIn,
  familyNamed,
  modelFamilies,
  type Cleaning,
  type ModelFamily,
  type ModelPreset,
  type Padding,
} from '@clipgraph/model-registry';

import type { Description } from './description.ts';

/** What somebody knows of a model that its files do not say. It goes into `clipgraph.json`, before all else. */
export interface ModelFacts {
  /** By its name in the registry: how its texts are read, and how it scores. */
  readonly family?: string;
  /** The trained one: `exp(logit_scale)` of the checkpoint. */
  readonly logitScale?: number;
  /** Of a model that scores each label alone. */
  readonly logitBias?: number;
  /** Prompts, each with `{label}` once. */
  readonly templates?: readonly string[];
  readonly contextLength?: number;
  readonly padding?: Padding;
  readonly cleaning?: Cleaning;
}

export interface KnownOfModel {
  /** Its `config.json`. */
  readonly config: Readonly<Record<string, unknown>> | undefined;
  /** Its own `clipgraph.json`, or that of the installed model. */
  readonly own: Readonly<Record<string, unknown>>;
  readonly preset: ModelPreset | undefined;
  /** A build reads the scale from the weights. */
  readonly isCompiled: boolean;
}

/**
 * The fields for `clipgraph.json`. Errors: UNSUPPORTED for a family that is not known and a scale that stands nowhere, with the
 * option that says it; INVALID_INPUT for facts that do not go together.
 */
export function describedFacts(facts: ModelFacts, known: KnownOfModel): Description {
  const { family, isStated } = familyOf(facts, known);
  const scoring = scoringOf(facts, family, known);
  const { templates, contextLength, padding, cleaning } = facts;
  const given = { templates, contextLength, padding, cleaning, scoring, family: isStated ? undefined : family?.name };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

interface FoundFamily {
  /** Undefined for one that is not known, of a model whose own `clipgraph.json` says how it scores. */
  readonly family: ModelFamily | undefined;
  /** Whether the model's own files name it. */
  readonly isStated: boolean;
}

function familyOf({ family: given }: ModelFacts, { config = {}, own, preset }: KnownOfModel): FoundFamily {
  if (given !== undefined) {
    const family = familyNamed(given);
    if (!family) throw new PluginError('INVALID_INPUT', `There is no family "${given}". Known: ${knownFamilies()}.`);
    return { family, isStated: false };
  }
  const stated = typeof own['family'] === 'string' ? own['family'] : familyIn(config);
  const family = stated === undefined ? undefined : familyNamed(stated);
  if (family) return { family, isStated: true };
  // The registry has models of two kinds: those that score like CLIP, and SigLIP's.
  if (preset) return { family: familyNamed(preset.scoring.kind === 'sigmoid' ? 'siglip' : 'clip'), isStated: false };
  if (own['scoring'] !== undefined) return { family: undefined, isStated: true };
  const what = stated === undefined ? 'Its config.json names no model_type' : `Its config.json has the model_type "${stated.slice(0, 60)}"`;
  throw new PluginError(
    'UNSUPPORTED',
    `${what}, so it is not known how its texts are read and scored. Known families: ${knownFamilies()}. If it is one of them, or is used like one, add it with --family.`,
  );
}

function scoringOf(
  { logitScale: scale, logitBias: bias }: ModelFacts,
  family: ModelFamily | undefined,
  known: KnownOfModel,
): Scoring | undefined {
  const isSigmoid = bias !== undefined || family?.scoring?.kind === 'sigmoid' || typeof known.config?.['init_logit_bias'] === 'number';
  if (scale === undefined && bias === undefined) {
    const isKnown =
      known.isCompiled ||
      known.own['scoring'] !== undefined ||
      (known.preset && 'scale' in known.preset.scoring) ||
      (family?.scoring && isSigmoid === (family.scoring.kind === 'sigmoid'));
    if (isKnown) return undefined;
    throw new PluginError(
      'UNSUPPORTED',
      `The scale that this model was trained to stands in none of its files. Give it with --logit-scale${isSigmoid ? ' and --logit-bias' : ''}: the exponential of logit_scale in the checkpoint${isSigmoid ? ', and its logit_bias' : ''}.`,
    );
  }
  if (scale === undefined) throw new PluginError('INVALID_INPUT', '--logit-bias wants --logit-scale beside it.');
  if (isSigmoid && bias === undefined)
    throw new PluginError('INVALID_INPUT', 'This model scores each label alone: --logit-scale wants --logit-bias beside it.');
  return { kind: isSigmoid ? 'sigmoid' : 'softmax', scale, bias: bias ?? 0 };
}

/** The first field of the facts that an installed model has otherwise. */
export function differingFact(facts: ModelFacts, installed: Description): string | undefined {
  const { logitScale, logitBias, ...others } = facts;
  const scoring = installed['scoring'] as Partial<Scoring> | undefined;
  const pairs: [string, unknown, unknown][] = [
    ...Object.entries(others).map(([field, value]): [string, unknown, unknown] => [field, value, installed[field]]),
    ['scoring.scale', logitScale, scoring?.scale],
    ['scoring.bias', logitBias, scoring?.bias],
  ];
  return pairs.find(([, given, there]) => given !== undefined && JSON.stringify(given) !== JSON.stringify(there))?.[0];
}

function knownFamilies(): string {
  return modelFamilies.map(({ name, title }) => `${name} (${title})`).join(', ');
}
