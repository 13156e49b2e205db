import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';

import { undescribedParts } from './undescribed-parts.ts';

describe('undescribedParts', () => {
  it('names whatever lacks a description, and descriptions that are no sentence', () => {
    const schema = buildSchema(`
      directive @own("Described." a: Int, b: Int) on FIELD
      "Described."
      type Query { "Described." a("Described." x: Int, y: In): Int, b: E }
      enum E { "Described." A, B }
      "Ends in the middle"
      input In { c: Int }
      scalar S
      union U = Query
    `);
    expect(undescribedParts(schema).toSorted()).toEqual(
      ['@own', '@own(b:)', 'E', 'E.B', 'In', 'In.c', 'Query.a(y:)', 'Query.b', 'S', 'U'].toSorted(),
    );
  });

  it('names nothing of a schema that is described', () => {
    expect(undescribedParts(buildSchema('"What can be read." type Query { "A number." a: Int @deprecated }'))).toEqual([]);
  });
});
