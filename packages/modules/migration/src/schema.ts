export const migrationTypeDefs: string = /* GraphQL */ `
  "How far a migration is."
  enum MigrationState {
    "Assets are embedded in the background; searches use the old vectors."
    RUNNING
    "It did not switch: assets failed, or for the reason in problem. Migrate or undo again to go on, perhaps with allowFailures, or cancel."
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

  "The migration of a collection from one model to another."
  type Migration {
    "Name of the collection."
    collection: String!
    "How far it is."
    state: MigrationState!
    "Whether this is an undo."
    isUndo: Boolean!
    "Name of the model whose vectors the collection had."
    fromModel: String!
    "Name of the model that embeds its assets again."
    toModel: String!
    "Assets of the collection."
    total: Int!
    "Number of assets that have vectors of the new model."
    done: Int!
    "Number of assets that failed."
    failed: Int!
    "Assets without vectors of the new model, with the reason; at most 1000. After the switch, the collection does not contain them."
    failures("At most so many." first: Int = 20): [MigrationFailure!]!
    "Why it stopped, where that is not the failures."
    problem: String
    "When it was asked for."
    startedAt: DateTime!
    "When it ended; null while it runs."
    endedAt: DateTime
  }

  "An asset that has no vector of the new model."
  type MigrationFailure {
    "Key of the asset in the collection."
    key: String!
    "What is wrong with it."
    code: InputErrorCode!
    "The same in words."
    message: String!
  }

  type Query {
    "The last migration of a collection; null if there was none."
    migration("Name of a collection." collection: String!): Migration
    "The last migration of each collection that has one."
    migrations: [Migration!]!
  }

  type Mutation {
    """
    Embeds every asset of the collection with another model that the server has loaded, in the background, and then
    switches at once; until then searches use the old vectors. Assets indexed, changed or deleted during it are included.
    Continues a migration to the same model that stopped; old vectors that another migration kept are deleted.
    Failed assets prevent the switch, unless allowFailures is true: then the collection loses them.
    """
    migrateCollection(
      "Name of a collection."
      collection: String!
      "Name of the loaded model that the collection moves to."
      model: String!
      "Whether to switch although assets failed, and lose them."
      allowFailures: Boolean = false
    ): Migration!
    "Ends a migration before the switch and deletes its new vectors only."
    cancelMigration("Name of a collection." collection: String!): Migration!
    """
    Switches back to the old vectors, in the background: assets added or changed after the switch are embedded with the old
    model, and assets that the switch removed are there again.
    """
    undoMigration(
      "Name of a collection."
      collection: String!
      "Whether to switch back although assets failed, and lose them."
      allowFailures: Boolean = false
    ): Migration!
    "Deletes the old vectors and the assets that failed."
    confirmMigration("Name of a collection." collection: String!): Migration!
  }
`;
