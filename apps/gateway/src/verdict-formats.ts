/** A verdict as an export reads it over GraphQL. */
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

export interface VerdictFormat {
  readonly contentType: string;
  /** Stands before the first verdict. */
  readonly head: string;
  /** With its line end. */
  line(verdict: ExportedVerdict): string;
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

/** What verdicts can be exported as: one JSON object a line with everything, or a table (RFC 4180) without the scores. */
export const VERDICT_FORMATS: Readonly<Record<'ndjson' | 'csv', VerdictFormat>> = {
  ndjson: {
    contentType: 'application/x-ndjson; charset=utf-8',
    head: '',
    line: (verdict) => `${JSON.stringify(verdict)}\n`,
  },
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    head: csvLine(Object.keys(COLUMNS)),
    line: (verdict) => csvLine(Object.values(COLUMNS).map((cellOf) => cellOf(verdict))),
  },
};

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
