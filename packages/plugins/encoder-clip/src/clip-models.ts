import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import {
  CONTRACT,
  definePlugin,
  isPluginError,
  SettingError,
  type Encoder,
  type EncoderPlugin,
  type StandardSchema,
} from '@clipgraph/contracts';
import { modelChoice } from '@clipgraph/model-registry';
import * as v from 'valibot';

import { clip } from './clip.ts';
import { machineShares, wholeMachine } from './thread-plan.ts';

export interface ClipModelsOptions {
  /**
   * A model or several, the first is the default: each the name of a folder in `modelsDir` or of one of `bundled`, with
   * `:precision` where it is not the plain one. Default: `CLIPGRAPH_MODEL`, else `mini`.
   */
  readonly model?: string | readonly string[];
  /** Where models are installed. Default: `CLIPGRAPH_MODELS_DIR`, else `./models`. */
  readonly modelsDir?: string;
  /** Models that need no installing: their folders by name. */
  readonly bundled?: Readonly<Record<string, string>>;
}

/** CLIP-family models from folders, each with its share of the cores. A folder's files say everything; no code knows a model by name. */
export function clipModels({ model, modelsDir, bundled = {} }: ClipModelsOptions = {}): EncoderPlugin {
  return definePlugin({
    contract: CONTRACT,
    name: 'clip',
    settings: {
      models: {
        env: 'CLIPGRAPH_MODEL',
        about: 'The models, with commas between them; the first is the default.',
        schema: modelsSchema(),
        value: typeof model === 'string' ? [model] : model,
        valueSchema: modelNames(),
      },
      modelsDir: {
        env: 'CLIPGRAPH_MODELS_DIR',
        about: 'The folder where models are installed.',
        schema: v.optional(v.string(), './models') as StandardSchema<string>,
        value: modelsDir,
        valueSchema: v.string('must be a text.'),
      },
    },
    async open({ decoder, share }, values) {
      const machine = machineShares(wholeMachine(), share.of)[share.index]!;
      const shares = machineShares(machine, values.models.length);
      const opened: Encoder[] = [];
      try {
        // One after the other: each needs more memory while it is loaded than later.
        for (const [index, choice] of values.models.entries()) {
          const { name, precision } = modelChoice(choice) ?? refuseName(choice);
          const folder = bundled[name] ?? (await modelFolder(resolve(values.modelsDir), name));
          opened.push(await clip({ folder, decoder, name: choice, precision, machine: shares[index]! }));
        }
      } catch (error) {
        await Promise.all(opened.map((encoder) => encoder.close()));
        if (!isPluginError(error) || error.code !== 'MODEL_FAILED') throw error;
        throw new SettingError(`CLIPGRAPH_MODEL: ${values.models[opened.length]}: ${error.message}`, { cause: error });
      }
      return opened;
    },
  });
}

function modelsSchema(): StandardSchema<readonly string[]> {
  return v.pipe(
    v.optional(v.string(), 'mini'),
    v.transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
    modelNames(),
  );
}

function modelNames() {
  return v.pipe(
    v.array(v.string('must be names of models.'), 'must be names of models.'),
    v.check((models) => models.length > 0, 'names no model.'),
    v.check((models) => new Set(models).size === models.length, 'names a model twice.'),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      for (const model of dataset.value) if (!modelChoice(model)) addIssue({ message: `holds "${model}"; ${HOW_NAMED}` });
    }),
  );
}

const HOW_NAMED = 'a model is named like clip-vit-base-patch32 or clip-vit-base-patch32:quantized.';

function refuseName(choice: string): never {
  throw new SettingError(`"${choice}" is no model; ${HOW_NAMED}`);
}

async function modelFolder(modelsDir: string, name: string): Promise<string> {
  const folder = join(modelsDir, name);
  if ((await stat(folder).catch(() => undefined))?.isDirectory()) return folder;
  throw new SettingError(
    `CLIPGRAPH_MODEL: there is no model "${name}" in the models folder. Get it with: npm run clipgraph -- models add ${name}`,
  );
}
