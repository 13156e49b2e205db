import { checkedFile, invalidInput, type PluginError, type StandardSchema } from '@clipgraph/contracts';
import * as v from 'valibot';

import { OPENAI_PREPROCESSING, type Preprocessing } from './preprocessing.ts';

/** Pillow's numbers for its filters, as the files have them. */
const INTERPOLATIONS: Readonly<Record<number, Preprocessing['interpolation']>> = { 2: 'bilinear', 3: 'bicubic' };

const PIXELS = 'must be a whole number of pixels from 1 to 4096';
const pixels = v.pipe(v.number(PIXELS), v.integer(PIXELS), v.minValue(1, PIXELS), v.maxValue(4096, PIXELS));
const square = v.pipe(
  v.object({ height: pixels, width: pixels }, PIXELS),
  v.check(({ height, width }) => height === width, 'must be a square: height and width differ'),
  v.transform(({ height }) => ({ square: height })),
);
const shortSide = v.pipe(
  v.object({ shortest_edge: pixels }, 'must be pixels, a square, or have a shortest_edge'),
  v.transform((size) => ({ short: size.shortest_edge })),
);
/** A side in pixels, a square that pixels are squashed into, or the short side of what is cropped. */
const size = v.lazy((value) => (!isObject(value) ? pixels : 'height' in value || 'width' in value ? square : shortSide));

const threeNumbers = v.strictTuple(
  [v.pipe(v.number('must be a number'), v.finite('must be finite')), v.number('must be a number'), v.number('must be a number')],
  'must be a list of three numbers',
);
const deviations = v.pipe(
  threeNumbers,
  v.check((values) => values.every((value) => value > 0), 'must be three numbers above 0'),
);
const flag = v.nullish(v.boolean('must be true or false'));
const onlyTrue = v.nullish(v.literal(true, 'must be true: pictures are always treated so here'));

/** As the processors of Transformers write it; what they write besides is not looked at. */
const processorSchema = v.object({
  image_processor_type: v.nullish(v.string('must be text')),
  feature_extractor_type: v.nullish(v.string('must be text')),
  do_resize: onlyTrue,
  do_rescale: onlyTrue,
  do_pad: v.nullish(v.literal(false, 'must be false: padding is not supported')),
  rescale_factor: v.nullish(
    v.pipe(
      v.number('must be 1/255'),
      v.check((factor) => Math.abs(factor * 255 - 1) < 1e-6, 'must be 1/255'),
    ),
  ),
  resample: v.nullish(v.picklist([2, 3], 'must be 2 (bilinear) or 3 (bicubic)')),
  size: v.nullish(size),
  do_center_crop: flag,
  crop_size: v.nullish(v.lazy((value) => (isObject(value) ? square : pixels))),
  do_normalize: flag,
  image_mean: v.nullish(threeNumbers),
  image_std: v.nullish(deviations),
});
type Processor = v.InferOutput<typeof processorSchema>;

/** As open_clip writes it (`preprocess_cfg.json`), and jina-clip's processor after it. */
const openClipSchema = v.object({
  size: v.union(
    [
      pixels,
      v.pipe(
        v.strictTuple([pixels, pixels]),
        v.check(([height, width]) => height === width),
        v.transform(([side]) => side),
      ),
    ],
    'must be one side in pixels, or two that are equal',
  ),
  resize_mode: v.picklist(['shortest', 'squash'], 'must be "shortest" or "squash"'),
  interpolation: v.picklist(['bilinear', 'bicubic'], 'must be "bilinear" or "bicubic"'),
  mean: threeNumbers,
  std: deviations,
});

/**
 * Reads a `preprocessor_config.json` of the CLIP and SigLIP families (`CLIPImageProcessor`, `CLIPFeatureExtractor`,
 * `SiglipImageProcessor` and those shaped like them), or open_clip's `preprocess_cfg.json`, already parsed.
 * Errors: INVALID_INPUT with the field, when one is wrong or asks for something that {@link Preprocessing} cannot say.
 */
export function preprocessingFrom(json: unknown): Preprocessing {
  if (isObject(json) && 'resize_mode' in json) {
    const { size, resize_mode: mode, interpolation, mean, std } = checked(openClipSchema, json);
    return { size, resize: mode === 'squash' ? 'squash' : 'crop', interpolation, mean, std };
  }
  if (!isObject(json)) throw wrong('it is not a JSON object');
  const config = checked(processorSchema, json);
  return { ...geometry(config), interpolation: INTERPOLATIONS[config.resample ?? 3]!, ...normalisation(config) };
}

function checked<Content>(schema: StandardSchema<Content>, json: unknown): Content {
  const result = checkedFile(schema, json, 'it');
  if (result.problem === undefined) return result.content;
  throw wrong(result.problem);
}

/** `{height, width}` squashes and `{shortest_edge}` crops; a bare number means what its processor means by it. */
function geometry(config: Processor): Pick<Preprocessing, 'size' | 'resize'> {
  const { size = OPENAI_PREPROCESSING.size, do_center_crop: crop } = config;
  const given = size ?? OPENAI_PREPROCESSING.size;
  if (typeof given === 'object' && 'square' in given) {
    if (crop === true && config.crop_size != null) expectCrop(config, given.square);
    return { size: given.square, resize: 'squash' };
  }
  if (typeof given === 'number' && (crop === false || (crop == null && !isClip(config)))) return { size: given, resize: 'squash' };
  const side = typeof given === 'number' ? given : given.short;
  if (crop === false) throw wrong('"size.shortest_edge" without a centre crop gives no square');
  expectCrop(config, side);
  return { size: side, resize: 'crop' };
}

function expectCrop({ crop_size: crop }: Processor, side: number): void {
  const cropSide = typeof crop === 'object' ? (crop?.square ?? side) : crop;
  if (cropSide !== undefined && cropSide !== side) throw wrong('"crop_size" differs from "size"');
}

function normalisation({ do_normalize: isNormalised, image_mean: mean, image_std: std }: Processor): Pick<Preprocessing, 'mean' | 'std'> {
  if (isNormalised === false) return { mean: [0, 0, 0], std: [1, 1, 1] };
  if (!mean || !std) throw wrong(`"${mean ? 'image_std' : 'image_mean'}" is missing: a list of three numbers`);
  return { mean, std };
}

/** Only CLIP's own processors read a bare number as the short side, and crop unless told not to. */
function isClip({ image_processor_type: processor, feature_extractor_type: extractor }: Processor): boolean {
  return (processor ?? extractor ?? 'CLIPFeatureExtractor').startsWith('CLIP');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(reason: string): PluginError {
  return invalidInput('INVALID', `The preprocessor configuration cannot be used: ${reason}.`);
}
