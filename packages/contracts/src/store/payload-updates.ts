import type { JsonObject } from '../json.ts';
import type { StoredRecord } from './records.ts';

/** The capability `payloads`: changes a record's payload without writing its vectors again. */
export interface PayloadUpdates {
  /** Replaces the payload whole and leaves the rest of the record; NOT_FOUND when there is no such key. */
  set(collection: string, key: string, payload: JsonObject): Promise<StoredRecord>;
}
