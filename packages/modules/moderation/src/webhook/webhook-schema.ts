/** Events that were never delivered. */
export const webhookTypeDefs: string = /* GraphQL */ `
  "What the webhook tells of."
  enum WebhookEvent {
    "A verdict that is not ALLOW was given."
    VERDICT
    "A person has decided."
    REVIEW
  }

  "An event that could not be delivered to the webhook."
  type WebhookFailure {
    "What it tells of."
    event: WebhookEvent!
    "Null if the verdict was deleted."
    verdict: ModerationVerdict
    "How often it was sent."
    attempts: Int!
    "Why the last try failed, without the address."
    lastError: String!
    "When the last try failed."
    failedAt: DateTime!
  }

  type Query {
    "Newest first. Empty without a webhook."
    webhookFailures("Most events, 1 to 100." first: Int = 20): [WebhookFailure!]!
  }
  type Mutation {
    "Sends failed events again, at most 1000. Returns their number."
    retryWebhookFailures: Int!
  }
`;
