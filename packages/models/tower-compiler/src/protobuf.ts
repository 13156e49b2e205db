/**
 * Writes the protocol buffers' wire format, as far as ONNX needs it. A message is a list of chunks, so that weights are
 * never copied: https://protobuf.dev/programming-guides/encoding/
 */
export type Message = readonly Uint8Array[];

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

export function integerField(field: number, value: number): Message {
  return [tag(field, VARINT), varint(value)];
}

export function floatField(field: number, value: number): Message {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return [tag(field, FIXED_32), bytes];
}

export function textField(field: number, text: string): Message {
  return messageField(field, [Buffer.from(text)]);
}

/** Bytes, or a message within a message: both are written alike. */
export function messageField(field: number, content: Message): Message {
  return [tag(field, LENGTH_DELIMITED), varint(byteLength(content)), ...content];
}

export function byteLength(message: Message): number {
  return message.reduce((sum, chunk) => sum + chunk.length, 0);
}

function tag(field: number, wireType: number): Uint8Array {
  return varint((field << 3) | wireType);
}

/** Negative numbers in two's complement of 64 bits, as `int64` fields are. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}
