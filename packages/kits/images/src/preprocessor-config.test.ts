import { describe, expect, test } from 'vitest';
import { OPENAI_PREPROCESSING } from './preprocessing.ts';
import { preprocessingFrom } from './preprocessor-config.ts';

const { mean, std } = OPENAI_PREPROCESSING;
const clip = {
  crop_size: 224,
  do_center_crop: true,
  do_normalize: true,
  do_resize: true,
  feature_extractor_type: 'CLIPFeatureExtractor',
  image_mean: mean,
  image_std: std,
  resample: 3,
  size: 224,
};
const siglip = {
  do_normalize: true,
  do_rescale: true,
  do_resize: true,
  image_mean: [0.5, 0.5, 0.5],
  image_processor_type: 'SiglipImageProcessor',
  image_std: [0.5, 0.5, 0.5],
  resample: 3,
  rescale_factor: 0.00392156862745098,
  size: { height: 256, width: 256 },
};

describe('preprocessingFrom', () => {
  test('reads the first form of CLIP', () => expect(preprocessingFrom(clip)).toEqual(OPENAI_PREPROCESSING));

  test('reads CLIP with sizes as objects', () => {
    const config = { ...clip, size: { shortest_edge: 336 }, crop_size: { height: 336, width: 336 }, do_convert_rgb: true };
    expect(preprocessingFrom(config)).toEqual({ ...OPENAI_PREPROCESSING, size: 336 });
  });

  test('reads SigLIP, which squashes', () => {
    const half = [0.5, 0.5, 0.5];
    expect(preprocessingFrom(siglip)).toEqual({ size: 256, resize: 'squash', interpolation: 'bicubic', mean: half, std: half });
  });

  test('reads a CLIP that squashes', () => {
    const config = { ...clip, size: { height: 224, width: 224 }, crop_size: { height: 224, width: 224 } };
    expect(preprocessingFrom(config).resize).toBe('squash');
  });

  test('reads MobileCLIP, which is bilinear and not normalised', () => {
    const config = {
      crop_size: { height: 256, width: 256 },
      do_center_crop: true,
      do_normalize: false,
      resample: 2,
      size: { shortest_edge: 256 },
    };
    expect(preprocessingFrom(config)).toEqual({ size: 256, resize: 'crop', interpolation: 'bilinear', mean: [0, 0, 0], std: [1, 1, 1] });
  });

  test('takes a bare number as its processor does', () => {
    const { do_center_crop: _, crop_size: __, ...uncropped } = clip;
    expect(preprocessingFrom(uncropped).resize).toBe('crop');
    expect(preprocessingFrom({ ...siglip, size: 256 }).resize).toBe('squash');
  });

  const openClip = {
    size: [224, 224],
    mode: 'RGB',
    mean: [...mean],
    std: [...std],
    interpolation: 'bicubic',
    resize_mode: 'shortest',
    fill_color: 0,
  };
  test("reads open_clip's own form, and jina-clip's", () => {
    expect(preprocessingFrom(openClip)).toEqual(OPENAI_PREPROCESSING);
    const jina = {
      ...openClip,
      size: 512,
      interpolation: 'bilinear',
      resize_mode: 'squash',
      image_processor_type: 'JinaCLIPImageProcessor',
    };
    expect(preprocessingFrom(jina)).toMatchObject({ size: 512, resize: 'squash', interpolation: 'bilinear' });
  });

  test.each<[unknown, string]>([
    [{ ...clip, image_mean: undefined }, '"image_mean" is missing'],
    [{ ...clip, image_std: [1, 0, 1] }, '"image_std" of it is wrong: it must be three numbers above 0'],
    [{ ...clip, image_mean: [0, '0', 0] }, '"image_mean" of it is wrong: 1 must be a number'],
    [{ ...clip, resample: 0 }, '"resample" of it is wrong: it must be 2 (bilinear) or 3 (bicubic)'],
    [{ ...clip, size: { shortest_edge: 10.5 } }, '"size" of it is wrong: shortest_edge must be a whole number of pixels from 1 to 4096'],
    [{ ...siglip, size: { height: 224, width: 200 } }, '"size" of it is wrong: it must be a square'],
    [{ ...clip, do_pad: true }, '"do_pad" of it is wrong: it must be false'],
    [{ ...openClip, resize_mode: 'longest' }, '"resize_mode" of it is wrong: it must be "shortest" or "squash"'],
    [{ ...openClip, size: [224, 200] }, '"size" of it is wrong: it must be one side in pixels, or two that are equal'],
    [{ ...openClip, mean: undefined }, '"mean" of it is wrong'],
  ])('names the field, and what it must be: %j', (config, message) => {
    expect(() => preprocessingFrom(config)).toThrow(message);
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['a list', []],
    ['no mean', { ...clip, image_mean: undefined }],
    ['a mean of two', { ...clip, image_mean: [0, 0] }],
    ['a deviation of zero', { ...clip, image_std: [0, 1, 1] }],
    ['nearest neighbour', { ...clip, resample: 0 }],
    ['a size that is no number', { ...clip, size: 'large' }],
    ['a size of zero', { ...clip, size: 0 }],
    ['a size that is not whole', { ...clip, size: { shortest_edge: 10.5 } }],
    ['an oblong', { ...siglip, size: { height: 224, width: 200 } }],
    ['half a square', { ...siglip, size: { height: 224 } }],
    ['a crop smaller than the resize', { ...clip, size: 256 }],
    ['a short side without a crop', { ...clip, size: { shortest_edge: 224 }, do_center_crop: false }],
    ['no resize', { ...clip, do_resize: false }],
    ['no rescaling', { ...clip, do_rescale: false }],
    ['rescaling to -1..1', { ...clip, rescale_factor: 1 / 127.5 }],
    ['padding', { ...clip, do_pad: true }],
  ])('refuses %s', (_, config) => {
    expect(() => preprocessingFrom(config)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', input: 'INVALID' }));
  });
});
