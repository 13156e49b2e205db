import { invalidInput } from '@clipgraph/contracts';

/** An opaque id that is unique over all types, for `Query.node`: type and local parts, in base64url. */
export function globalId(type: string, ...parts: readonly string[]): string {
  return Buffer.from(JSON.stringify([type, ...parts])).toString('base64url');
}

/** The parts of an id that {@link globalId} made; undefined for anything else. */
export function parseGlobalId(id: string): { type: string; parts: readonly string[] } | undefined {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(id, 'base64url').toString());
    if (!Array.isArray(decoded) || !decoded.every((part) => typeof part === 'string')) return undefined;
    const [type, ...parts] = decoded;
    return type === undefined ? undefined : { type, parts };
  } catch {
    return undefined;
  }
}

/** The local parts of an id of one type and length; INVALID_INPUT (NOT_FOUND) for another one. */
export function idParts(id: string, type: string, length: number): readonly string[] {
  const parsed = parseGlobalId(id);
  if (parsed?.type !== type || parsed.parts.length !== length) throw invalidInput('NOT_FOUND', `This is not the id of a ${type}.`);
  return parsed.parts;
}
