/** Where the registry's facts were read, by commit where the source has commits. */
const OPEN_CLIP = 'https://github.com/mlfoundations/open_clip/blob';

/** Zero-shot results of 2024, with SigLIP; rows are named in the presets. */
export const OPEN_CLIP_RESULTS: string = `${OPEN_CLIP}/f862f86cd92123615a8695ce8bcb6ecc066af452/docs/openclip_results.csv`;
/** Preprocessing by kind of weights: `_pcfg`, `_slpcfg`, `_mccfg`. */
export const OPEN_CLIP_PRETRAINED: string = `${OPEN_CLIP}/bd7336c8fbda915136566ea4377d5decf05cec57/src/open_clip/pretrained.py`;
/** Its example multiplies by 100, the bound at which training ends. */
export const OPEN_CLIP_README = 'https://github.com/mlfoundations/open_clip#usage';
export const OPENAI_README = 'https://github.com/openai/CLIP#zero-shot-prediction';
export const MOBILECLIP_README: string =
  'https://github.com/apple/ml-mobileclip/blob/1140b8d197e4ed7d56b3a92216ded98bb1c2ac87/README.md#usage-example';

export function hub(path: string): string {
  return `https://huggingface.co/${path}`;
}
