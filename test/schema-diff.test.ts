import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';

import { schemaChanges, type SchemaChange } from '../scripts/schema-changes.ts';

const RELEASED = /* GraphQL */ `
  type Query {
    old: String @deprecated(reason: "Use new.")
    pictures(first: Int, after: String @deprecated(reason: "Pages are gone.")): [Picture!]!
  }
  type Picture {
    id: ID!
    size: Size
  }
  enum Size {
    SMALL
    LARGE @deprecated(reason: "None is.")
  }
  input Filter {
    name: String
    legacy: String @deprecated(reason: "Use name.")
  }
`;

/** What changes by replacing a piece of the text. */
async function after(from: string, to: string, changesets = ''): Promise<SchemaChange[]> {
  expect(RELEASED).toContain(from);
  return schemaChanges(buildSchema(RELEASED), buildSchema(RELEASED.replace(from, to)), changesets);
}

describe('changes of the schema since a release', () => {
  it('are none for the same text', async () => {
    expect(await after('SMALL', 'SMALL')).toEqual([]);
  });

  it.each([
    ['a field', 'old: String @deprecated(reason: "Use new.")', '', 'Query.old'],
    ['an argument', ', after: String @deprecated(reason: "Pages are gone.")', '', 'Query.pictures.after'],
    ['a value', 'LARGE @deprecated(reason: "None is.")', '', 'Size.LARGE'],
    ['an input field', 'legacy: String @deprecated(reason: "Use name.")', '', 'Filter.legacy'],
  ])('may take away %s that was deprecated', async (_, from, to, place) => {
    expect(await after(from, to)).toMatchObject([{ place, effect: 'breaks', isAnnounced: true }]);
  });

  it.each([
    ['a field', 'id: ID!', '', 'Picture.id'],
    ['an argument', 'first: Int,', '', 'Query.pictures.first'],
    ['a value', 'SMALL', '', 'Size.SMALL'],
    ['what may be null', 'size: Size', 'size: String', 'Picture.size'],
    ['what may be left out', 'name: String', 'name: String!', 'Filter.name'],
  ])('may change %s only where a changeset names it', async (_, from, to, place) => {
    expect(await after(from, to, `Other places: \`Query.${place}\`.`)).toContainEqual(
      expect.objectContaining({ place, isAnnounced: false }),
    );
    expect(await after(from, to, `Goes: \`${place}\`.`)).toContainEqual(
      expect.objectContaining({ place, effect: 'breaks', isAnnounced: true }),
    );
  });

  it('may add without a word', async () => {
    expect(await after('id: ID!', 'id: ID!\n name: String')).toMatchObject([{ place: 'Picture.name', effect: 'adds', isAnnounced: true }]);
  });
});
