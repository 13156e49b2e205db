/** Levels of arrays and objects in a body: of the deepest that the schema takes, a filter, three times as many. */
export const MAX_BODY_DEPTH = 100;

/** Members of arrays and objects in a body, all together: reading it and comparing it with the schema takes about 3 µs for each. */
export const MAX_BODY_VALUES = 15_000;

/** What may stand in a message of a name that the caller chose. */
const MAX_NAME_BYTES = 64;
/** A whole number of fewer digits is exact. */
const EXACT_DIGITS = 15;

/** Bytes from which on a text is looked through as a whole. */
const LONG_TEXT = 64;

/** Bytes that are looked through in one go: a millisecond or two. */
const STEP_BYTES = 256 * 1024;

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

/** {@link scanJson} in one go. */
export function jsonProblem(bytes: Buffer): string | undefined {
  const scan = scanJson(bytes);
  for (;;) {
    const step = scan.next();
    if (step.done) return step.value;
  }
}

/**
 * What `JSON.parse` would take but not keep, in words with its place, or undefined: whole numbers beyond ±(2^53 − 1), halves of
 * surrogate pairs; also more than {@link MAX_BODY_DEPTH} levels and {@link MAX_BODY_VALUES} values. One pass over the bytes, before
 * they are parsed, that yields now and then; what is no JSON is not its business.
 */
export function* scanJson(bytes: Buffer): Generator<void, string | undefined> {
  let depth = 0;
  let values = 0;
  let stop = STEP_BYTES;
  // Of each level: the member of the array, or -1 and where the name of the object's member stands.
  const index = new Int32Array(MAX_BODY_DEPTH + 1).fill(-1);
  const nameStart = new Int32Array(MAX_BODY_DEPTH + 1);
  const nameEnd = new Int32Array(MAX_BODY_DEPTH + 1);
  let stringStart = 0;
  let stringEnd = 0;

  const place = (): string => {
    let path = '';
    for (let level = 1; level <= depth; level++) {
      if (index[level]! >= 0) path += `[${index[level]}]`;
      else path += `${path && '.'}${textOf(bytes, nameStart[level]!, Math.min(nameEnd[level]!, nameStart[level]! + MAX_NAME_BYTES))}`;
    }
    return path || 'the body';
  };

  for (let at = 0; at < bytes.length; at++) {
    if (at > stop) {
      yield;
      stop = at + STEP_BYTES;
    }
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      stringStart = at + 1;
      let end = endOfString(bytes, stringStart, stop);
      while (end < NO_PAIR) {
        yield;
        const at = NO_PAIR - 1 - end;
        stop = at + STEP_BYTES;
        end = endOfString(bytes, at, stop);
      }
      if (end === NO_PAIR) return `A text in ${place()} holds half of a surrogate pair (\\ud800 to \\udfff), which is no character.`;
      at = stringEnd = end;
    } else if (byte === COLON) {
      nameStart[depth] = stringStart;
      nameEnd[depth] = stringEnd;
    } else if (byte === COMMA) {
      if (++values > MAX_BODY_VALUES) return tooManyValues;
      if (index[depth]! >= 0) index[depth]! += 1;
    } else if (isOpening(byte)) {
      depth += 1;
      if (++values > MAX_BODY_VALUES) return tooManyValues;
      if (depth > MAX_BODY_DEPTH) return `The body is nested deeper than ${MAX_BODY_DEPTH} levels.`;
      index[depth] = byte === 0x5b ? 0 : -1;
    } else if (isClosing(byte)) {
      depth = Math.max(0, depth - 1);
    } else if (byte === MINUS || isDigit(byte)) {
      const end = endOfNumber(bytes, at);
      // More digits than a number can have are too many all the same.
      if (end - at > EXACT_DIGITS && isWhole(bytes, at, end) && isInexact(textOf(bytes, at, Math.min(end, at + 400)))) {
        return `${place()} is a whole number beyond ±9007199254740991, which would not be kept exactly. Send it as a text.`;
      }
      at = end - 1;
    }
  }
  return undefined;
}

/** Whether the digits of a whole number say another one than the number that they are read as may. */
export function isInexact(digits: string): boolean {
  return /^-?\d+$/.test(digits) && !Number.isSafeInteger(Number(digits));
}

const tooManyValues = `The body holds more than ${MAX_BODY_VALUES} values. Send it in several requests.`;

/** In the place of a string's end: half of a surrogate pair. */
const NO_PAIR = -1;

/**
 * Where the closing quote stands, or the end of the bytes; {@link NO_PAIR} when half of a surrogate pair comes before, and
 * `NO_PAIR - 1 - at` when it is to go on at `at`, past `stop`.
 */
function endOfString(bytes: Buffer, start: number, stop: number): number {
  let at = start;
  for (; at < bytes.length; at++) {
    if (at > stop) return NO_PAIR - 1 - at;
    const byte = bytes[at];
    if (byte === QUOTE) return at;
    if (byte !== BACKSLASH) {
      // A long text, such as a picture in base64, has its end looked for by the machine's own means.
      if (at - start === LONG_TEXT) {
        const quote = bytes.indexOf(QUOTE, at);
        if (quote > at && bytes.subarray(at, quote).indexOf(BACKSLASH) < 0) return quote;
      }
      continue;
    }
    at += 1;
    if (bytes[at] !== LETTER_U) continue;
    const half = surrogate(bytes, at + 1);
    if (half === 'low') return -1;
    if (half === 'high') {
      const isPair = bytes[at + 5] === BACKSLASH && bytes[at + 6] === LETTER_U && surrogate(bytes, at + 7) === 'low';
      if (!isPair) return -1;
      at += 6;
    }
    at += 4;
  }
  return at;
}

/** Which half of a surrogate pair these four hexadecimal digits are, if any: d8 to db begins the first, dc to df the second. */
function surrogate(bytes: Buffer, at: number): 'high' | 'low' | undefined {
  if ((bytes[at]! | 0x20) !== 0x64) return undefined;
  const second = Number.parseInt(String.fromCharCode(bytes[at + 1] ?? 0), 16);
  return second >= 12 ? 'low' : second >= 8 ? 'high' : undefined;
}

function endOfNumber(bytes: Buffer, start: number): number {
  let at = start + 1;
  while (at < bytes.length && isOfNumber(bytes[at]!)) at += 1;
  return at;
}

/** Whether there is neither a point nor an exponent. */
function isWhole(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] === 0x2e || (bytes[at]! | 0x20) === 0x65) return false;
  return true;
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
/** A digit, a sign, a point or an exponent's e. */
const isOfNumber = (byte: number): boolean => isDigit(byte) || byte === 0x2e || (byte | 0x20) === 0x65 || byte === 0x2b || byte === MINUS;
/** { or [; they differ in one bit. */
const isOpening = (byte: number): boolean => (byte | 0x20) === 0x7b;
/** } or ]. */
const isClosing = (byte: number): boolean => (byte | 0x20) === 0x7d;

function textOf(bytes: Buffer, from: number, to: number): string {
  return bytes.toString('utf8', from, to);
}
