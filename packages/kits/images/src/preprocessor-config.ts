import { invalidInput, type PluginError } from '@clipgraph/contracts';
import { OPENAI_PREPROCESSING, type Preprocessing } from './preprocessing.ts';

type Config = Readonly<Record<string, unknown>>;

/** Pillow's numbers for its filters, as the files have them. */
const INTERPOLATIONS: Readonly<Record<number, Preprocessing['interpolation']>> = { 2: 'bilinear', 3: 'bicubic' };

/**
 * Reads a Hugging Face `preprocessor_config.json` of the CLIP and SigLIP families (`CLIPImageProcessor`,
 * `CLIPFeatureExtractor`, `SiglipImageProcessor` and those shaped like them), already parsed.
 * Errors: INVALID_INPUT when a field is wrong, or asks for something that {@link Preprocessing} cannot say.
 */
export function preprocessingFrom(json: unknown): Preprocessing {
  if (!isConfig(json)) throw wrong('it is not a JSON object');
  if (json.do_resize === false) throw wrong('"do_resize": false is not supported');
  if (json.do_rescale === false) throw wrong('"do_rescale": false is not supported');
  if (json.do_pad === true) throw wrong('"do_pad": true is not supported');
  const factor = json.rescale_factor;
  if (factor !== undefined && !(typeof factor === 'number' && Math.abs(factor * 255 - 1) < 1e-6)) {
    throw wrong('"rescale_factor" is not 1/255');
  }
  const interpolation = INTERPOLATIONS[Number(json.resample ?? 3)];
  if (!interpolation) throw wrong('"resample" is neither 2 (bilinear) nor 3 (bicubic)');
  return { ...geometry(json), interpolation, ...normalisation(json) };
}

/** `{height, width}` squashes and `{shortest_edge}` crops; a bare number means what its processor means by it. */
function geometry(config: Config): Pick<Preprocessing, 'size' | 'resize'> {
  const { size, do_center_crop: crop } = config;
  if (isConfig(size) && ('height' in size || 'width' in size)) {
    const side = squareSide(size, 'size');
    if (crop === true && config.crop_size !== undefined) expectCrop(config, side);
    return { size: side, resize: 'squash' };
  }
  if (typeof size === 'number' && (crop === false || (crop === undefined && !isClip(config)))) {
    return { size: pixels(size, 'size'), resize: 'squash' };
  }
  const side = pixels(isConfig(size) ? size.shortest_edge : (size ?? OPENAI_PREPROCESSING.size), 'size');
  if (crop === false) throw wrong('"size.shortest_edge" without a centre crop gives no square');
  expectCrop(config, side);
  return { size: side, resize: 'crop' };
}

function expectCrop(config: Config, side: number): void {
  const { crop_size: crop } = config;
  const cropSide = crop === undefined ? side : isConfig(crop) ? squareSide(crop, 'crop_size') : pixels(crop, 'crop_size');
  if (cropSide !== side) throw wrong('"crop_size" differs from "size"');
}

function squareSide(size: Config, field: string): number {
  const height = pixels(size.height, `${field}.height`);
  if (pixels(size.width, `${field}.width`) !== height) throw wrong(`"${field}" is not a square`);
  return height;
}

function pixels(value: unknown, field: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 4096) return value;
  throw wrong(`"${field}" is not a whole number of pixels from 1 to 4096`);
}

function normalisation(config: Config): Pick<Preprocessing, 'mean' | 'std'> {
  if (config.do_normalize === false) return { mean: [0, 0, 0], std: [1, 1, 1] };
  const std = threeNumbers(config.image_std, 'image_std');
  if (std.some((value) => value <= 0)) throw wrong('"image_std" holds a number that is not above zero');
  return { mean: threeNumbers(config.image_mean, 'image_mean'), std };
}

function threeNumbers(value: unknown, field: string): [number, number, number] {
  if (Array.isArray(value) && value.length === 3 && value.every(Number.isFinite)) return value as [number, number, number];
  throw wrong(`"${field}" is not a list of three numbers`);
}

/** Only CLIP's own processors read a bare number as the short side, and crop unless told not to. */
function isClip(config: Config): boolean {
  const type = config.image_processor_type ?? config.feature_extractor_type ?? 'CLIPFeatureExtractor';
  return typeof type === 'string' && type.startsWith('CLIP');
}

function isConfig(value: unknown): value is Config {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(reason: string): PluginError {
  return invalidInput('INVALID', `The preprocessor configuration cannot be used: ${reason}.`);
}
