/** Events that were never delivered. */
export const webhookTypeDefs: string = /* GraphQL */ `
  enum WebhookEvent {
    "A verdict that is not ALLOW was given."
    VERDICT
    "A person has decided."
    REVIEW
  }

  "An event that the receiver of the webhook never took."
  type WebhookFailure {
    event: WebhookEvent!
    "Null where it is no longer kept."
    verdict: ModerationVerdict
    attempts: Int!
    lastError: String!
    failedAt: DateTime!
  }

  type Query {
    "Newest first; first is at most 100. Empty without a webhook."
    webhookFailures(first: Int = 20): [WebhookFailure!]!
  }
  type Mutation {
    "Sends the events that failed once more, at most 1000; how many there were."
    retryWebhookFailures: Int!
  }
`;
