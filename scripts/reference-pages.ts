import {
  basePrices,
  federationPrices,
  kitLimits,
  PRICES,
  type Limit,
  type LimitList,
  type LimitUnit,
  type PriceTable,
} from '../packages/kits/module-kit/src/index.ts';
import { gatewayLimits } from '../packages/gateway/src/limits.ts';
import { classifyLimits } from '../packages/modules/classify/src/limits.ts';
import { classifyPrices } from '../packages/modules/classify/src/prices.ts';
import { describeLimits } from '../packages/modules/describe/src/limits.ts';
import { describePrices } from '../packages/modules/describe/src/prices.ts';
import { embedLimits } from '../packages/modules/embed/src/limits.ts';
import { embedPrices } from '../packages/modules/embed/src/prices.ts';
import { migrationLimits } from '../packages/modules/migration/src/limits.ts';
import { migrationPrices } from '../packages/modules/migration/src/prices.ts';
import { moderationLimits } from '../packages/modules/moderation/src/limits.ts';
import { moderationPrices } from '../packages/modules/moderation/src/prices.ts';
import { searchLimitList } from '../packages/modules/search/src/limits.ts';
import { searchPrices } from '../packages/modules/search/src/prices.ts';

/** Every limit there is, as docs/limits.md shows them. */
export const allLimits: readonly LimitList[] = [
  gatewayLimits,
  kitLimits,
  embedLimits,
  classifyLimits,
  describeLimits,
  searchLimitList,
  moderationLimits,
  migrationLimits,
];

const PRICED: readonly { readonly of: string; readonly prices: PriceTable }[] = [
  { of: 'Embedding', prices: embedPrices },
  { of: 'Classification', prices: classifyPrices },
  { of: 'Descriptions', prices: describePrices },
  { of: 'Collections and search', prices: searchPrices },
  { of: 'Moderation', prices: moderationPrices },
  { of: 'Migration', prices: migrationPrices },
  { of: 'Everywhere', prices: basePrices },
  { of: 'Federation', prices: federationPrices },
];

/** docs/limits.md. */
export function limitsPage(): string {
  return page([
    '# Limits',
    'Made from the code by `npm run generate`; a test asks a running server for each of them, and for one more.',
    'Each is accepted by itself, in an operation that asks for nothing else: the ceiling of [an operation\'s cost](prices.md) is high enough. Several at\nonce may cost more than that. What is beyond a limit is refused (`BAD_USER_INPUT`, or an `InputError` in the place of the item), by a message that\nnames the argument or the item and the limit; "left out" says that an answer ends there instead.',
    ...allLimits.flatMap(({ of, limits }) => [
      `## ${of}`,
      table(['what', 'at most', 'where', 'beyond it, and setting'], limits.map(limitRow)),
    ]),
  ]);
}

function limitRow({ what, most, unit, where, past = 'refused', setting }: Limit): string[] {
  return [what, amount(most, unit), where.map((place) => `\`${place}\``).join(', '), setting ? `${past}; \`${setting}\`` : past];
}

/** docs/prices.md. */
export function pricesPage(): string {
  return page([
    '# Prices',
    'Made from the code by `npm run generate`.',
    "Every operation costs points, and the answer says how many in `extensions.cost`: `charged` is what this one cost, `limit` what it may cost. A\npoint is about 0.1 ms of one core with a model of ViT-B/32's size. Points are no account: nothing is used up. They keep one request from\ntaking the server for itself, and are counted before the work begins: an operation that would cost more than its limit is refused as\n`COST_LIMIT_EXCEEDED` (HTTP 400 at `POST /moderate`), and its `limit` and `charged` say by how much.",
    table(
      ['what', 'points'],
      [
        ['a picture of the request, decoded and embedded', String(PRICES.image)],
        ['a text of the request, embedded', String(PRICES.text)],
        ['a scan of a collection', String(PRICES.search)],
        ['a result with its fields, a stored vector that is read', String(PRICES.result)],
      ],
    ),
    "**A price counts what is asked for, and nothing that the server happens to have lost.** The same request costs the same before and after a\nrestart, with a cold or a warm cache. What was saved is the server's own: the texts of a policy, the prompts of a classifier, the words of a\nvocabulary and a model's templates are embedded again when they must be, and cost whoever uses them nothing. A picture costs its 250 points\nalso where its vector is remembered.",
    'The ceiling of one operation is `CLIPGRAPH_OPERATION_COST`, and of single keys `CLIPGRAPH_OPERATION_COST_BY_KEY`: see\n[settings](configuration.md). At the default, 500,000 points, every limit of [docs/limits.md](limits.md) is accepted by itself; it is some 50 s of\none core, and a request has 60 s.',
    'A field that is not in these tables costs nothing by itself.',
    ...PRICED.flatMap(({ of, prices }) => [`## ${of}`, table(['field', 'points'], priceRows(prices))]),
  ]);
}

function priceRows(prices: PriceTable): string[][] {
  return Object.entries(prices).flatMap(([type, fields = {}]) =>
    Object.entries(fields).flatMap(([field, price]) => (price ? [[`\`${type}.${field}\``, price.words]] : [])),
  );
}

const MIB = 1024 * 1024;

function amount(most: number, unit: LimitUnit): string {
  switch (unit) {
    case 'bytes':
      return most % (1024 * MIB) === 0 ? `${most / (1024 * MIB)} GiB` : most % MIB === 0 ? `${most / MIB} MiB` : `${most / 1024} KiB`;
    case 'ms':
      return most % 3_600_000 === 0 ? `${most / 3_600_000} h` : most % 60_000 === 0 ? `${most / 60_000} min` : `${most / 1000} s`;
    case 'items':
    case '1':
      return most.toLocaleString('en');
    default:
      return `${most.toLocaleString('en')} ${unit}`;
  }
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}

function page(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}
