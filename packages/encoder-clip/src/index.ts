export { clip } from './clip.ts';
export type { ClipOptions } from './clip.ts';
