import { jsonLines } from './json-lines.ts';

/** A verdict as the server exports it; the table shows this of it. */
export interface ExportedVerdict {
  readonly id: string;
  readonly decidedAt: string;
  readonly action: string;
  readonly policy: { readonly name: string; readonly version: number };
  readonly scores: readonly { readonly rule: string; readonly passed: boolean; readonly shadow: boolean }[];
  readonly contentHash: string;
  readonly assetId: string | null;
  readonly keyName: string | null;
  readonly modelName: string;
  readonly modelFingerprint: string;
  readonly review: {
    readonly state: string;
    readonly action: string | null;
    readonly note: string | null;
    readonly keyName: string | null;
    readonly resolvedAt: string | null;
  } | null;
}

type Cell = string | number | null | undefined;

const COLUMNS: Readonly<Record<string, (verdict: ExportedVerdict) => Cell>> = {
  id: ({ id }) => id,
  decidedAt: ({ decidedAt }) => decidedAt,
  action: ({ action }) => action,
  policy: ({ policy }) => policy.name,
  version: ({ policy }) => policy.version,
  rules: (verdict) => passedRules(verdict, false),
  shadowRules: (verdict) => passedRules(verdict, true),
  contentHash: ({ contentHash }) => contentHash,
  assetId: ({ assetId }) => assetId,
  keyName: ({ keyName }) => keyName,
  modelName: ({ modelName }) => modelName,
  modelFingerprint: ({ modelFingerprint }) => modelFingerprint,
  reviewState: ({ review }) => review?.state,
  reviewAction: ({ review }) => review?.action,
  reviewNote: ({ review }) => review?.note,
  reviewKeyName: ({ review }) => review?.keyName,
  resolvedAt: ({ review }) => review?.resolvedAt,
};

/** Verdicts as NDJSON, made into a table (RFC 4180) without the scores: its head, and then a line for each. */
export async function* verdictTable(ndjson: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  yield csvLine(Object.keys(COLUMNS));
  for await (const verdicts of jsonLines<ExportedVerdict>(ndjson)) {
    yield verdicts.map((verdict) => csvLine(Object.values(COLUMNS).map((cellOf) => cellOf(verdict)))).join('');
  }
}

function passedRules({ scores }: ExportedVerdict, shadow: boolean): string {
  return scores
    .filter((score) => score.passed && score.shadow === shadow)
    .map(({ rule }) => rule)
    .join(' | ');
}

function csvLine(cells: readonly Cell[]): string {
  return `${cells.map((cell) => csvCell(String(cell ?? ''))).join(',')}\r\n`;
}

/** Spreadsheets run a text that looks like a formula, also behind spaces; an apostrophe before it makes them show it. */
function csvCell(text: string): string {
  const shown = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/u.test(text) ? `'${text}` : text;
  return /[",;\s]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}
