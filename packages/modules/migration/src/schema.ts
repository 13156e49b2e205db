export const migrationTypeDefs: string = /* GraphQL */ `
  enum MigrationState {
    "Assets are embedded in the background; the collection answers from the vectors that it has."
    RUNNING
    "It did not switch: assets failed, or what problem says. Migrate or undo again to go on, perhaps with allowFailures, or cancel."
    STOPPED
    "The collection answers from the new vectors. The old ones are kept, so that it can be undone."
    SWITCHED
    "The collection has the vectors that it had; what was made is deleted."
    CANCELLED
    "The collection answers from its old vectors again; the new ones are deleted."
    UNDONE
    "The collection answers from the new vectors; the old ones are deleted."
    CONFIRMED
  }

  "The way of a collection from one model to another."
  type Migration {
    collection: String!
    state: MigrationState!
    "Whether it is, or was, on its way back."
    isUndo: Boolean!
    fromModel: String!
    toModel: String!
    "Assets of the collection."
    total: Int!
    "Those with vectors of the model that it goes to."
    done: Int!
    failed: Int!
    "The assets that have none, and why; at most 1000. Once it has switched, those that the collection left behind."
    failures(first: Int = 20): [MigrationFailure!]!
    "Why it stopped, where that is not the failures."
    problem: String
    startedAt: DateTime!
    endedAt: DateTime
  }

  type MigrationFailure {
    key: String!
    code: InputErrorCode!
    message: String!
  }

  type Query {
    "The last migration of a collection; null where there was none."
    migration(collection: String!): Migration
    "The last migration of each collection that has one."
    migrations: [Migration!]!
  }

  type Mutation {
    """
    Embeds every asset of the collection with another model that the server has loaded, in the background, and then
    switches at once; until then the old vectors answer. What is indexed, changed or deleted meanwhile is included.
    Goes on with one to the same model that stopped; old vectors that another migration kept are deleted.
    Assets that fail keep it from switching, unless they are allowed: then the collection goes on without them.
    """
    migrateCollection(collection: String!, model: String!, allowFailures: Boolean = false): Migration!
    "Ends one that has not switched; nothing is lost but the vectors that it made."
    cancelMigration(collection: String!): Migration!
    """
    Goes back to the old vectors, in the background: assets that came or changed after the switch are embedded with the old
    model, and those that the switch left behind are there again.
    """
    undoMigration(collection: String!, allowFailures: Boolean = false): Migration!
    "Deletes the old vectors, and with them the assets that the switch left behind."
    confirmMigration(collection: String!): Migration!
  }
`;
