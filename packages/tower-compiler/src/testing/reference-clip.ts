import { TINY_PREPROCESSING, type TinyConfig, type Weights } from '@clipgraph/testing';

/**
 * CLIP's two towers in plain arithmetic of float64, after OpenAI's clip/model.py and in the names of Transformers' checkpoints:
 * no graph, no runtime, nothing shared with what is tested.
 */
export function referenceClip(config: TinyConfig, weights: ReadonlyMap<string, Weights>) {
  const values = (name: string): Float32Array => weights.get(name)!.values;

  function linear(row: readonly number[], name: string): number[] {
    const [outputs, inputs] = weights.get(`${name}.weight`)!.shape as [number, number];
    const weight = values(`${name}.weight`);
    const bias = weights.get(`${name}.bias`)?.values;
    return Array.from({ length: outputs }, (_, o) => row.reduce((sum, x, i) => sum + x * weight[o * inputs + i]!, bias?.[o] ?? 0));
  }

  function norm(row: readonly number[], name: string): number[] {
    const mean = row.reduce((sum, x) => sum + x, 0) / row.length;
    const variance = row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / row.length;
    const [scale, shift] = [values(`${name}.weight`), values(`${name}.bias`)];
    return row.map((x, i) => ((x - mean) / Math.sqrt(variance + 1e-5)) * scale[i]! + shift[i]!);
  }

  function transformer(
    tokens: number[][],
    name: string,
    { num_attention_heads: heads, num_hidden_layers: layers, hidden_act }: TinyConfig['text_config'],
    isCausal: boolean,
  ): number[][] {
    let rows = tokens;
    for (let layer = 0; layer < layers; layer++) {
      const prefix = `${name}.encoder.layers.${layer}`;
      const seen = rows.map((row) => norm(row, `${prefix}.layer_norm1`));
      const [q, k, v] = ['q_proj', 'k_proj', 'v_proj'].map((part) => seen.map((row) => linear(row, `${prefix}.self_attn.${part}`)));
      const headWidth = rows[0]!.length / heads;
      const mixed = rows.map((row, at) =>
        row.map((_, i) => {
          const from = Math.floor(i / headWidth) * headWidth;
          const visible = isCausal ? at + 1 : rows.length;
          const scores = Array.from({ length: visible }, (_, other) => {
            let score = 0;
            for (let j = from; j < from + headWidth; j++) score += q![at]![j]! * k![other]![j]!;
            return Math.exp(score / Math.sqrt(headWidth));
          });
          const total = scores.reduce((sum, score) => sum + score, 0);
          return scores.reduce((sum, score, other) => sum + (score / total) * v![other]![i]!, 0);
        }),
      );
      rows = rows.map((row, at) => added(row, linear(mixed[at]!, `${prefix}.self_attn.out_proj`)));
      rows = rows.map((row) => {
        const wide = linear(norm(row, `${prefix}.layer_norm2`), `${prefix}.mlp.fc1`).map((x) => activated(x, hidden_act));
        return added(row, linear(wide, `${prefix}.mlp.fc2`));
      });
    }
    return rows;
  }

  return {
    /** @param pixels RGB bytes, [size, size, 3] */
    image(pixels: Uint8Array): number[] {
      const { image_size: size, patch_size: patch, hidden_size: width } = config.vision_config;
      const kernel = values('vision_model.embeddings.patch_embedding.weight');
      const { image_mean: mean, image_std: std } = TINY_PREPROCESSING;
      const patches = Array.from({ length: (size / patch) ** 2 }, (_, at) => {
        const [top, left] = [Math.floor(at / (size / patch)) * patch, (at % (size / patch)) * patch];
        return Array.from({ length: width }, (_, o) => {
          let sum = 0;
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
      const positions = values('vision_model.embeddings.position_embedding.weight');
      const tokens = [[...values('vision_model.embeddings.class_embedding')], ...patches].map((row, at) =>
        norm(added(row, [...positions.subarray(at * width, (at + 1) * width)]), 'vision_model.pre_layrnorm'),
      );
      const [first] = transformer(tokens, 'vision_model', { ...config.text_config, ...config.vision_config }, false);
      return unit(linear(norm(first!, 'vision_model.post_layernorm'), 'visual_projection'));
    },
    text(tokenIds: Int32Array): number[] {
      const width = config.text_config.hidden_size;
      const row = (table: string, at: number): number[] => [
        ...values(`text_model.embeddings.${table}.weight`).subarray(at * width, (at + 1) * width),
      ];
      const tokens = [...tokenIds].map((id, at) => added(row('token_embedding', id), row('position_embedding', at)));
      const last = transformer(tokens, 'text_model', config.text_config, true).at(-1)!;
      return unit(linear(norm(last, 'text_model.final_layer_norm'), 'text_projection'));
    },
  };
}

function activated(x: number, name: string): number {
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

function added(a: readonly number[], b: readonly number[]): number[] {
  return a.map((x, i) => x + b[i]!);
}

function unit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector);
  return vector.map((x) => x / length);
}
