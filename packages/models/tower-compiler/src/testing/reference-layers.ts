import type { Weights } from '@clipgraph/testing';

export interface ReferenceTower {
  readonly num_attention_heads: number;
  readonly num_hidden_layers: number;
  readonly hidden_act: string;
  readonly layer_norm_eps: number;
}

export interface ReferencePictures {
  readonly image_size: number;
  readonly patch_size: number;
  readonly hidden_size: number;
}

export interface Normalisation {
  readonly image_mean: readonly number[];
  readonly image_std: readonly number[];
}

type Row = readonly number[];

export interface ReferenceLayers {
  values(name: string): Float32Array;
  tableRow(name: string, at: number): number[];
  /** @param from first of the outputs, where a tensor holds several layers one behind the other */
  linear(row: Row, weight: string, bias: string, outputs?: number, from?: number): number[];
  norm(row: Row, name: string, epsilon: number): number[];
  feedForward(row: Row, name: string, activation: string): number[];
  transformer(tokens: Row[], name: string, tower: ReferenceTower, isCausal: boolean): Row[];
  /** A row for each patch, from RGB bytes [size, size, 3]. */
  patches(pixels: Uint8Array, shape: ReferencePictures, normalisation: Normalisation): number[][];
}

/**
 * What the towers are made of, in plain arithmetic of float64 and in the names of Transformers' checkpoints: no graph, no
 * runtime, nothing shared with what is tested.
 */
export function referenceLayers(weights: ReadonlyMap<string, Weights>): ReferenceLayers {
  const values = (name: string): Float32Array => weights.get(name)!.values;

  function tableRow(name: string, at: number): number[] {
    const width = weights.get(name)!.shape.at(-1)!;
    return [...values(name).subarray(at * width, (at + 1) * width)];
  }

  function linear(row: Row, weight: string, bias: string, outputs = weights.get(weight)!.shape[0]!, from = 0): number[] {
    const [matrix, shift] = [values(weight), weights.get(bias)?.values];
    return Array.from({ length: outputs }, (_, o) =>
      row.reduce((sum, x, i) => sum + x * matrix[(from + o) * row.length + i]!, shift?.[from + o] ?? 0),
    );
  }

  function norm(row: Row, name: string, epsilon: number): number[] {
    const mean = row.reduce((sum, x) => sum + x, 0) / row.length;
    const variance = row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / row.length;
    const [scale, shift] = [values(`${name}.weight`), values(`${name}.bias`)];
    return row.map((x, i) => ((x - mean) / Math.sqrt(variance + epsilon)) * scale[i]! + shift[i]!);
  }

  function feedForward(row: Row, name: string, activation: string): number[] {
    const wide = linear(row, `${name}.fc1.weight`, `${name}.fc1.bias`).map((x) => activated(x, activation));
    return linear(wide, `${name}.fc2.weight`, `${name}.fc2.bias`);
  }

  function transformer(tokens: Row[], name: string, tower: ReferenceTower, isCausal: boolean): Row[] {
    const { num_attention_heads: heads, num_hidden_layers: layers, hidden_act: activation, layer_norm_eps: epsilon } = tower;
    let rows = tokens;
    for (let layer = 0; layer < layers; layer++) {
      const prefix = `${name}.encoder.layers.${layer}`;
      const projected = (row: Row, part: string): number[] =>
        linear(row, `${prefix}.self_attn.${part}.weight`, `${prefix}.self_attn.${part}.bias`);
      const seen = rows.map((row) => norm(row, `${prefix}.layer_norm1`, epsilon));
      const [keys, wanted] = [seen.map((row) => projected(row, 'k_proj')), seen.map((row) => projected(row, 'v_proj'))];
      rows = rows.map((row, at) => {
        const visible = isCausal ? at + 1 : rows.length;
        const mixed = attended(projected(seen[at]!, 'q_proj'), keys.slice(0, visible), wanted.slice(0, visible), heads);
        return added(row, projected(mixed, 'out_proj'));
      });
      rows = rows.map((row) => added(row, feedForward(norm(row, `${prefix}.layer_norm2`, epsilon), `${prefix}.mlp`, activation)));
    }
    return rows;
  }

  function patches(pixels: Uint8Array, shape: ReferencePictures, { image_mean: mean, image_std: std }: Normalisation): number[][] {
    const { image_size: size, patch_size: patch, hidden_size: width } = shape;
    const kernel = values('vision_model.embeddings.patch_embedding.weight');
    const bias = weights.get('vision_model.embeddings.patch_embedding.bias')?.values;
    return Array.from({ length: (size / patch) ** 2 }, (_, at) => {
      const [top, left] = [Math.floor(at / (size / patch)) * patch, (at % (size / patch)) * patch];
      return Array.from({ length: width }, (_, o) => {
        let sum = bias?.[o] ?? 0;
        for (let c = 0; c < 3; c++) {
          for (let y = 0; y < patch; y++) {
            for (let x = 0; x < patch; x++) {
              const level = pixels[((top + y) * size + left + x) * 3 + c]! / 255;
              sum += kernel[((o * 3 + c) * patch + y) * patch + x]! * ((level - mean[c]!) / std[c]!);
            }
          }
        }
        return sum;
      });
    });
  }

  return { values, tableRow, linear, norm, feedForward, transformer, patches };
}

/** What one query takes from values, by its likeness to their keys, a head at a time. */
export function attended(query: Row, keys: readonly Row[], values: readonly Row[], heads: number): number[] {
  const headWidth = query.length / heads;
  return query.map((_, i) => {
    const from = Math.floor(i / headWidth) * headWidth;
    const scores = keys.map((key) => {
      let score = 0;
      for (let j = from; j < from + headWidth; j++) score += query[j]! * key[j]!;
      return Math.exp(score / Math.sqrt(headWidth));
    });
    const total = scores.reduce((sum, score) => sum + score, 0);
    return scores.reduce((sum, score, other) => sum + (score / total) * values[other]![i]!, 0);
  });
}

export function activated(x: number, name: string): number {
  if (name === 'quick_gelu') return x / (1 + Math.exp(-1.702 * x));
  if (name === 'gelu') return (x / 2) * (1 + erf(x / Math.SQRT2));
  return (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}

/** By its Taylor series, which is enough for small arguments. */
function erf(x: number): number {
  if (Math.abs(x) > 5) return Math.sign(x);
  let [term, sum] = [x, x];
  for (let n = 1; n < 120; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

export function added(a: Row, b: Row): number[] {
  return a.map((x, i) => x + b[i]!);
}

export function unit(vector: Row): number[] {
  const length = Math.hypot(...vector);
  return vector.map((x) => x / length);
}
