import { imageRef } from '@clipgraph/module-kit';
import { invalidInput, isAssetKey, MAX_KEY_LENGTH, type ImageRef, type JsonObject } from '@clipgraph/contracts';

import type { AssetInput } from './generated/types.ts';
import type { SearchLimits } from './limits.ts';

/** An asset whose words are in order; its picture is not read yet. At least one of `image` and `text` is there. */
export interface CheckedAsset {
  readonly key: string;
  readonly payload: JsonObject;
  readonly image: ImageRef | undefined;
  /** Never blank. */
  readonly text: string | undefined;
}

export type AssetLimits = Pick<SearchLimits, 'maxPayloadBytes' | 'maxTextLength'>;

/** INVALID_INPUT for a wrong key, a payload or text that is too large, or neither image nor text. */
export function checkedAsset({ key, payload, image, text }: AssetInput, limits: AssetLimits): CheckedAsset {
  if (!isAssetKey(key)) throw invalidInput('INVALID', `The key must be 1 to ${MAX_KEY_LENGTH} characters of well-formed Unicode.`);
  // A blank text counts as none: forms send '' for a field that was left empty.
  const content = text?.trim() ? text : undefined;
  if (content !== undefined) checkText(content, limits.maxTextLength);
  if (!image && content === undefined) throw invalidInput('EMPTY', 'The asset has neither an image nor a text.');
  return { key, payload: checkedPayload(payload ?? {}, limits.maxPayloadBytes), image: image ? imageRef(image) : undefined, text: content };
}

/** The payload itself; INVALID_INPUT (TOO_LARGE) past the limit. */
export function checkedPayload(payload: JsonObject, maxBytes: number): JsonObject {
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  if (bytes > maxBytes) throw invalidInput('TOO_LARGE', `The payload takes ${bytes} bytes as JSON; at most ${maxBytes} are kept.`);
  return payload;
}

function checkText(text: string, maxLength: number): void {
  if (text.length > maxLength) throw invalidInput('TOO_LARGE', `The text has ${text.length} characters; at most ${maxLength} are kept.`);
  if (!text.isWellFormed()) throw invalidInput('INVALID', 'The text is not well-formed Unicode.');
}
