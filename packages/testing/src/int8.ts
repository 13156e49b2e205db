import { readFileSync } from 'node:fs';

/**
 * Whether this processor adds int8 products with saturation, so that towers in int8 do not pass their own check here
 * (docs/decisions/0014). So it is on x64 without VNNI; where nothing tells, it is taken not to.
 */
export const int8Saturates: boolean = saturates();

/** For the titles of tests that are skipped for it. */
export const INT8_SATURATES = 'this processor has no VNNI, so that int8 towers do not pass their check on it';

function saturates(): boolean {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false;
  return !/^flags\s*:.*\b(?:avx512_vnni|avx_vnni)\b/m.test(readFileSync('/proc/cpuinfo', 'utf8'));
}
