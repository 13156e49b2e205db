import type { Settings } from '@clipgraph/contracts';
import { MAX_DECODED_BYTES, MAX_ENCODED_BYTES } from '@clipgraph/images';
import { wholeNumberSchema } from '@clipgraph/settings-kit';

const KIB = 1024;
const MIB = 1024 * KIB;

/** What an operator can set of the server's limits on memory and time, in the units of the variables. */
export interface LimitValues {
  readonly bodyKb: number;
  readonly encodedMb: number;
  readonly decodedMb: number;
  readonly decodeLimitMs: number;
  readonly runLimitMs: number;
  readonly renditionsMb: number;
}

/** Bytes of a GraphQL body that can be set. */
export const MOST_BODY_KB: number = 64 * KIB;

export const limitSettings: Settings<LimitValues> = {
  bodyKb: {
    env: 'CLIPGRAPH_BODY_KB',
    about: 'Kilobytes (1,024 bytes) that a GraphQL body may have.',
    schema: wholeNumberSchema({ from: 1, to: MOST_BODY_KB, standard: 1024 }),
  },
  encodedMb: {
    env: 'CLIPGRAPH_ENCODED_MB',
    about: 'Memory for files and bodies that are under way, in megabytes; more wait.',
    schema: wholeNumberSchema({ from: 64, to: 65_536, standard: MAX_ENCODED_BYTES / MIB }),
  },
  decodedMb: {
    env: 'CLIPGRAPH_DECODED_MB',
    about: 'Memory for pixels that are being decoded, in megabytes; more wait.',
    schema: wholeNumberSchema({ from: 64, to: 65_536, standard: MAX_DECODED_BYTES / MIB }),
  },
  decodeLimitMs: {
    env: 'CLIPGRAPH_DECODE_LIMIT_MS',
    about: 'Longest that one picture may be decoded, in milliseconds.',
    schema: wholeNumberSchema({ from: 100, to: 600_000, standard: 10_000 }),
  },
  runLimitMs: {
    env: 'CLIPGRAPH_RUN_LIMIT_MS',
    about: 'Longest that one run of a model may take, in milliseconds, before it is given up and its worker replaced.',
    schema: wholeNumberSchema({ from: 100, to: 600_000, standard: 20_000 }),
  },
  renditionsMb: {
    env: 'CLIPGRAPH_RENDITIONS_MB',
    about: 'Disk space for copies of pictures in other sizes, in megabytes, of each tenant; 0 for none.',
    schema: wholeNumberSchema({ from: 0, to: 1_000_000, standard: 256 }),
  },
};
