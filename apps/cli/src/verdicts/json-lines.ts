/** The values of NDJSON, however its bytes are cut: for each piece those that it makes whole, where there are any. */
export async function* jsonLines<Value>(ndjson: AsyncIterable<Uint8Array>): AsyncGenerator<Value[], void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const bytes of ndjson) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop()!;
    if (lines.length > 0) yield lines.map((line) => JSON.parse(line) as Value);
  }
  // Every line has its end: what is left was cut off.
  if (rest + decoder.decode() !== '') throw new Error('The last line is not whole.');
}
