import type { CropLevels, PictureHeader } from '@clipgraph/contracts';
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { cropPixels, type CropPixels } from './crop-pixels.ts';
import { decodeError } from './decode-errors.ts';
import { modelPixels } from './model-pixels.ts';
import { withoutManyTexts } from './png-texts.ts';
import type { Preprocessing } from './preprocessing.ts';

/** What is to be made of a picture; it can be sent to another process. */
export type DecodeTask =
  | { readonly kind: 'pixels'; readonly preprocessing: Preprocessing; readonly exact: boolean }
  | { readonly kind: 'crops'; readonly preprocessing: Preprocessing; readonly levels: CropLevels; readonly exact: boolean }
  | { readonly kind: 'rendition'; readonly side: number; readonly format: 'webp' | 'jpeg' };

/** What comes of each. */
export interface DecodeResults {
  readonly pixels: Uint8Array;
  readonly crops: readonly CropPixels[];
  readonly rendition: Uint8Array;
}

export interface DecodeJob<Task extends DecodeTask = DecodeTask> {
  readonly bytes: Uint8Array;
  readonly header: PictureHeader;
  readonly task: Task;
  readonly maxPixels: number;
  /** libvips looks between rows. */
  readonly limitMs: number;
}

/**
 * Settings of libvips are the process's, so this changes them for everyone: only the five loaders from memory
 * stay allowed; one thread for each image, since many images run at once; no cache of operations, since
 * pictures seldom come twice and it would hold their pixels.
 */
export function configureSharp(): void {
  const allowed = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'];
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: allowed.map((format) => `VipsForeignLoad${format}Buffer`) });
  sharp.concurrency(1);
  sharp.cache(false);
}

/** Decodes in this process. Rejects with INVALID_INPUT (CORRUPT, TOO_LARGE, TIMEOUT). */
export async function decodeHere<Task extends DecodeTask>(job: DecodeJob<Task>): Promise<DecodeResults[Task['kind']]> {
  try {
    return (await decoded(job)) as DecodeResults[Task['kind']];
  } catch (error) {
    throw decodeError(error, job.maxPixels);
  }
}

async function decoded({ bytes, header, task, maxPixels, limitMs }: DecodeJob): Promise<DecodeResults[keyof DecodeResults]> {
  const file = header.format === 'png' ? withoutManyTexts(bytes) : bytes;
  const open = (options: SharpOptions = {}): Sharp =>
    sharp(file, { failOn: 'error', limitInputPixels: maxPixels, ...options })
      .timeout({ seconds: Math.ceil(limitMs / 1000) })
      .autoOrient();
  if (task.kind === 'rendition') {
    const picture = open().resize(task.side, task.side, { fit: 'inside', withoutEnlargement: true });
    // JPEG has no alpha; white is what a page would show behind.
    const encoded = task.format === 'webp' ? picture.webp({ quality: 80 }) : picture.flatten({ background: '#fff' }).jpeg({ quality: 85 });
    return new Uint8Array(await encoded.toBuffer());
  }
  const input = { ...header, open: () => open({ ignoreIcc: true }) };
  const { preprocessing, exact } = task;
  return task.kind === 'pixels' ? modelPixels(input, preprocessing, exact) : cropPixels(input, preprocessing, task.levels, exact);
}
