import { colourPicture } from '@clipgraph/testing';

export const SAVE = `mutation ($input: PolicyInput!) {
  savePolicy(input: $input) { id name version active createdAt rules { name describes unlike exampleHashes threshold action shadow } }
}`;

export const MODERATE = `mutation ($images: [ImageInput!]!, $policy: String!, $version: Int) {
  moderate(images: $images, policy: $policy, version: $version) {
    __typename
    ... on ModerationVerdict {
      id action contentHash assetId modelName modelFingerprint keyName decidedAt
      findings { ...finding } scores { ...finding }
      policy { name version }
      review { state action note keyName resolvedAt }
    }
    ... on InputError { code message }
  }
}
fragment finding on Finding { rule probability threshold passed action shadow closest }`;

export const VERDICTS = `query ($filter: VerdictFilter, $first: Int, $after: String) {
  verdicts(filter: $filter, first: $first, after: $after) {
    edges { cursor node { id } } nodes { id action keyName } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

export const QUEUE = `query ($policy: String, $first: Int, $after: String) {
  reviewQueue(policy: $policy, first: $first, after: $after) { nodes { id review { state } } pageInfo { hasNextPage endCursor } }
}`;

export const RESOLVE = `mutation ($verdict: ID!, $action: ModerationAction!, $note: String) {
  resolveReview(verdict: $verdict, action: $action, note: $note) { id action review { state action note keyName resolvedAt } }
}`;

export const BACKTEST = `query ($policy: String!, $version: Int, $images: [LabelledImage!], $collection: BacktestCollection,
  $reviews: BacktestReviews, $against: Int, $precision: Float) {
  backtestPolicy(policy: $policy, version: $version, images: $images, collection: $collection, reviews: $reviews, against: $against, precision: $precision) {
    policy { version } count truncated
    errors { code message }
    rules { rule threshold truePositives falsePositives falseNegatives trueNegatives precision recall f1 suggestedThreshold curve { threshold precision recall } }
    actions { expected given count }
    changes { index assetId verdictId before after gained lost }
  }
}`;

export async function picture(colour: string): Promise<{ base64: string }> {
  return { base64: Buffer.from(await colourPicture(colour)).toString('base64') };
}

export const pictures = (...colours: string[]): Promise<{ base64: string }[]> => Promise.all(colours.map(picture));
