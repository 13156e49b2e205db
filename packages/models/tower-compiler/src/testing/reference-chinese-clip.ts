import type { TinyChineseClip, Weights } from '@clipgraph/testing';

import { activated, added, attended, referenceLayers, unit } from './reference-layers.ts';

/** The text tower of Chinese-CLIP, after cn_clip's `clip/modeling_bert.py` and `clip/model.py` (`encode_text`); unit vectors. */
export function referenceChineseText({ text_config: text }: TinyChineseClip, weights: ReadonlyMap<string, Weights>) {
  const { tableRow, linear, norm } = referenceLayers(weights);
  const embeddings = 'text_model.embeddings';
  const dense = (row: readonly number[], name: string): number[] => linear(row, `${name}.weight`, `${name}.bias`);
  const normed = (row: readonly number[], name: string): number[] => norm(row, name, text.layer_norm_eps);

  /** Of the tokens of a text, without padding: it is masked, so that a text is what it is alone. */
  return (tokenIds: Int32Array): number[] => {
    const [segment] = [tableRow(`${embeddings}.token_type_embeddings.weight`, 0)];
    let rows = [...tokenIds].map((id, at) => {
      const placed = added(tableRow(`${embeddings}.word_embeddings.weight`, id), tableRow(`${embeddings}.position_embeddings.weight`, at));
      return normed(added(placed, segment), `${embeddings}.LayerNorm`);
    });
    for (let layer = 0; layer < text.num_hidden_layers; layer++) {
      const prefix = `text_model.encoder.layer.${layer}`;
      const part = (name: string): number[][] => rows.map((row) => dense(row, `${prefix}.attention.self.${name}`));
      const [keys, values] = [part('key'), part('value')];
      const mixed = part('query').map((query) => attended(query, keys, values, text.num_attention_heads));
      const seen = mixed.map((row, at) =>
        normed(added(rows[at]!, dense(row, `${prefix}.attention.output.dense`)), `${prefix}.attention.output.LayerNorm`),
      );
      rows = seen.map((row) => {
        const wide = dense(row, `${prefix}.intermediate.dense`).map((x) => activated(x, text.hidden_act));
        return normed(added(row, dense(wide, `${prefix}.output.dense`)), `${prefix}.output.LayerNorm`);
      });
    }
    return unit(linear(rows[0]!, 'text_projection.weight', ''));
  };
}
