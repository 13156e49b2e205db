import type { Preprocessing } from '@clipgraph/images';
import type { Scoring } from '@clipgraph/contracts';

import type { Architecture, Json } from './architecture.ts';
import type { Checkpoint } from './safetensors.ts';
import type { UnitVectors } from './tower-runs.ts';
import type { Workbench } from './transformer.ts';

/** What all checkpoints of one `model_type` have in common: how each tower is built, once to be run and once to be checked against. */
export interface Family {
  /** Reads a `config.json` of Transformers. Errors: UNSUPPORTED with the field that is wrong. */
  architecture(config: Json): Architecture;
  readonly image: {
    compile(bench: Workbench, architecture: Architecture, normalisation: Pick<Preprocessing, 'mean' | 'std'>): Promise<void>;
    plain(bench: Workbench, architecture: Architecture): Promise<void>;
  };
  readonly text: {
    compile(bench: Workbench, architecture: Architecture): Promise<void>;
    plain(bench: Workbench, architecture: Architecture): Promise<void>;
    runCompiled(path: string, texts: readonly Int32Array[], contextLength: number): Promise<UnitVectors>;
    runPlain(path: string, texts: readonly Int32Array[], contextLength: number): Promise<UnitVectors>;
  };
  /** As it was trained, where the checkpoint says. */
  scoring(checkpoint: Checkpoint): Promise<Scoring | undefined>;
}

/** A number that was trained along with the towers, of whatever shape; NaN when it is not there. */
export async function trainedNumber(checkpoint: Checkpoint, name: string): Promise<number> {
  const shape = checkpoint.shapeOf(name);
  const [value = Number.NaN] = shape === undefined ? [] : await checkpoint.read(name, shape);
  return value;
}
