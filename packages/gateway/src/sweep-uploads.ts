import type { Job, Logger } from '@clipgraph/contracts';
import type { UploadFiles } from '@clipgraph/images';
import { everyMs } from '@clipgraph/module-kit';

const SWEEP_MS = 5 * 60 * 1000;

/** Deletes expired uploads. */
export function sweepUploads(uploads: Pick<UploadFiles, 'sweep'>, logger: Logger): Job {
  return everyMs({ name: 'deletion of expired uploads', everyMs: SWEEP_MS, logger, work: async () => void (await uploads.sweep()) });
}
