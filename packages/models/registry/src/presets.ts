import { compactPresets } from './compact.ts';
import type { ModelPreset } from './model-preset.ts';
import { openaiPresets } from './openai.ts';
import { openClipPresets } from './openclip.ts';
import { siglipPresets } from './siglip.ts';

/** Every known model. */
export const modelPresets: readonly ModelPreset[] = [...openaiPresets, ...openClipPresets, ...siglipPresets, ...compactPresets];

export function presetNamed(name: string): ModelPreset | undefined {
  return modelPresets.find((preset) => preset.name === name);
}
