/** Events that were never delivered. */
export const webhookTypeDefs: string = /* GraphQL */ `
  enum WebhookEvent {
    "A verdict that is not ALLOW was given."
    VERDICT
    "A person has decided."
    REVIEW
  }

  "An event that could not be delivered to the webhook."
  type WebhookFailure {
    event: WebhookEvent!
    "Null if the verdict was deleted."
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
    "Sends failed events again, at most 1000. Returns their number."
    retryWebhookFailures: Int!
  }
`;
