import type { JsonObject } from '@clipgraph/contracts';
import type { Primitive } from '@clipgraph/contracts';
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { InputError as InputErrorNode, RequestContext } from '@clipgraph/module-kit';
import type { PolicyVersion, Rule } from '../policy/policy.ts';
import type { Verdict } from '../verdicts/verdict.ts';
import type { Finding as FindingNode } from '../judge/finding.ts';
import type { RuleException as RuleExceptionNode } from '../policy/rule-exception.ts';
import type { Blocklist as BlocklistNode, BlocklistEntry as BlocklistEntryNode } from '../blocklists/blocklist.ts';
import type { BlocklistMatch as BlocklistMatchNode } from '../blocklists/blocklist-match.ts';
import type { BlocklistPage } from '../blocklists/blocklist-page.ts';
import type { BacktestNode } from '../backtest/backtest.ts';
import type { WebhookFailure as WebhookFailureNode } from '../webhook/webhook.ts';
import type { VerdictPage } from '../verdicts/verdict-page.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** Bytes in base64 (RFC 4648), white space ignored. */
  Base64: { input: string; output: string; }
  /** An instant in RFC 3339, for example 2026-11-23T09:30:00Z. */
  DateTime: { input: Date; output: Date; }
  /** A JSON object: the payload of an asset. */
  JSONObject: { input: JsonObject; output: JsonObject; }
  /** A string, a number or a boolean. */
  Primitive: { input: Primitive; output: Primitive; }
  /** An absolute http or https address. */
  URL: { input: string; output: string; }
};

/** Number of images with one expected and one given action. */
export type ActionCount = {
  /** At least 1. */
  count: Scalars['Int']['output'];
  /** By the label. */
  expected: ModerationAction;
  /** By the policy. */
  given: ModerationAction;
};

/** As MatchCondition, with several values. */
export type AnyOfCondition = {
  /** Dotted path of the field. */
  field: Scalars['String']['input'];
  /** 1 to 1000 values, of which the field must have one. */
  values: Array<Scalars['Primitive']['input']>;
};

/** How a version of a policy does on labelled images. */
export type Backtest = {
  /** Expected and given actions that occurred, of the images with an expected action. */
  actions: Array<ActionCount>;
  /** Images whose action or findings differ between this version and the version named by against; empty without against. */
  changes: Array<BacktestChange>;
  /** Number of valid images, which the figures are about. */
  count: Scalars['Int']['output'];
  /** In the order of the images; null for a valid image. */
  errors: Array<Maybe<InputError>>;
  /** The version that was tried. */
  policy: Policy;
  /** One for each rule, in the policy's order, shadow rules included; from the valid images. */
  rules: Array<RuleBacktest>;
  /** Whether there were more than were read. */
  truncated: Scalars['Boolean']['output'];
};

/** An image that two versions treat differently. */
export type BacktestChange = {
  /** Action by the version that is tried. */
  after: ModerationAction;
  /** Set if the image is an asset of a collection. */
  assetId?: Maybe<Scalars['ID']['output']>;
  /** Action by the version named by against. */
  before: ModerationAction;
  /** Rules that pass now and did not before, shadow rules included. */
  gained: Array<Scalars['String']['output']>;
  /** Place of the image in the list, from 0. */
  index: Scalars['Int']['output'];
  /** Rules that passed before and do not now, shadow rules included. */
  lost: Array<Scalars['String']['output']>;
  /** Set if the image comes from a review. */
  verdictId?: Maybe<Scalars['ID']['output']>;
};

/** Labelled assets of a collection, by their stored vectors. Give at least one of the fields; assets that lack them are skipped. */
export type BacktestCollection = {
  /** Path in the payload of the action that is expected. */
  actionField?: InputMaybe<Scalars['String']['input']>;
  /** Only assets that pass it. Default: all. */
  filter?: InputMaybe<Filter>;
  /** Most assets, by key; 1 to 5000. */
  first?: InputMaybe<Scalars['Int']['input']>;
  /** Name of a collection. */
  name: Scalars['String']['input'];
  /** Path in the payload of the names of the rules that should pass: a text or a list. */
  rulesField?: InputMaybe<Scalars['String']['input']>;
};

/**
 * Verdicts that people have decided, with the vectors that were kept. Their action is the expected one. ALLOW means that no
 * rule should have passed; another action means that the rule was right, if only one had passed.
 */
export type BacktestReviews = {
  /** Most reviews, newest first; 1 to 5000. */
  first?: InputMaybe<Scalars['Int']['input']>;
  /** At this instant or after it. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Policy of the verdicts. Default: the policy that is tried. */
  policy?: InputMaybe<Scalars['String']['input']>;
  /** Only verdicts for which this rule had passed. */
  rule?: InputMaybe<Scalars['String']['input']>;
  /** Before this instant. */
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** Known pictures whose copies should be found. Only their hashes and vectors are kept. */
export type Blocklist = Node & {
  /** Number of its entries, at most 10,000. */
  count: Scalars['Int']['output'];
  /** When it was created. */
  createdAt: Scalars['DateTime']['output'];
  /** By content hash. */
  entries: BlocklistEntryConnection;
  /** Number of entries with a vector of another model than the default one. They are found by perceptual hash only, until they are added again. */
  hashOnlyCount: Scalars['Int']['output'];
  /** Global id, for Query.node. */
  id: Scalars['ID']['output'];
  /** 1 to 64 letters, digits, _ and -. */
  name: Scalars['String']['output'];
};


/** Known pictures whose copies should be found. Only their hashes and vectors are kept. */
export type BlocklistEntriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A known picture of a blocklist. */
export type BlocklistEntry = Node & {
  /** What to do with a copy of it, instead of the rule's action; null for the rule's action. */
  action?: Maybe<ModerationAction>;
  /** When it was added, last if it was added again. */
  addedAt: Scalars['DateTime']['output'];
  /** Name of its blocklist. */
  blocklist: Scalars['String']['output'];
  /** Whether this is the default model. If not, only perceptual hashes are compared. */
  comparesByVector: Scalars['Boolean']['output'];
  /** Hash (sha256) of the picture's bytes. */
  contentHash: Scalars['String']['output'];
  /** Global id, for Query.node and removeFromBlocklist. */
  id: Scalars['ID']['output'];
  /** Name of the API key that added it; null where none was needed. */
  keyName?: Maybe<Scalars['String']['output']>;
  /** Name of the model that made its vector. */
  modelName: Scalars['String']['output'];
  /** What was written to it; null for nothing. */
  note?: Maybe<Scalars['String']['output']>;
  /** 64 bits in hexadecimal; null for a picture that is too plain. */
  perceptualHash?: Maybe<Scalars['String']['output']>;
};

/** A page of the entries of a blocklist. */
export type BlocklistEntryConnection = {
  /** The entries of this page, with their cursors. */
  edges: Array<BlocklistEntryEdge>;
  /** The entries of this page. */
  nodes: Array<BlocklistEntry>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** An entry of a list. */
export type BlocklistEntryEdge = {
  /** For after: the page begins behind this entry. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: BlocklistEntry;
};

/** The picture of a blocklist that is nearest to an image. */
export type BlocklistMatch = {
  /** Name of the blocklist. */
  blocklist: Scalars['String']['output'];
  /** The strongest evidence. */
  by: BlocklistMatchKind;
  /** Hash (sha256) of the known picture. */
  contentHash: Scalars['String']['output'];
  /** Of the two vectors, -1 to 1. Null where the entry's vector is another model's. */
  cosine?: Maybe<Scalars['Float']['output']>;
  /** Different bits of the perceptual hash, of 64; null if one of the pictures is too plain for a hash. */
  distance?: Maybe<Scalars['Int']['output']>;
  /** Null if it was removed from the list. */
  entry?: Maybe<BlocklistEntry>;
};

/** By what a picture was compared with one of a blocklist, the strongest evidence first. */
export type BlocklistMatchKind =
  /** The same bytes. */
  | 'CONTENT'
  /** The bits of the two perceptual hashes. */
  | 'PERCEPTUAL_HASH'
  /** The cosine of the two vectors. */
  | 'VECTOR';

/** A picture to be added to a blocklist. */
export type BlocklistPicture = {
  /** What to do with a copy of it. Default: the rule's action. */
  action?: InputMaybe<ModerationAction>;
  /** The picture; at most 20 MB. It is not kept. */
  image: ImageInput;
  /** At most 2000 characters. */
  note?: InputMaybe<Scalars['String']['input']>;
};

/** The entry, or what is wrong with the picture. */
export type BlocklistResult = BlocklistEntry | InputError;

/** Fields are dotted paths into the payload; an array stands for each of its members. */
export type Condition =
  /** A field that has one of these values. */
  { anyOf: AnyOfCondition; exists?: never; keys?: never; match?: never; nested?: never; range?: never; }
  |  /** Path of a field that must be present and not null. */
  { anyOf?: never; exists: Scalars['String']['input']; keys?: never; match?: never; nested?: never; range?: never; }
  |  /** Keys of assets, at most 1000. */
  { anyOf?: never; exists?: never; keys: Array<Scalars['String']['input']>; match?: never; nested?: never; range?: never; }
  |  /** A field that has this value. */
  { anyOf?: never; exists?: never; keys?: never; match: MatchCondition; nested?: never; range?: never; }
  |  /** A filter of its own that must hold. */
  { anyOf?: never; exists?: never; keys?: never; match?: never; nested: Filter; range?: never; }
  |  /** A number or an instant between bounds. */
  { anyOf?: never; exists?: never; keys?: never; match?: never; nested?: never; range: RangeCondition; };

/** Passes when every must holds, no mustNot holds and, where there are any, at least one should holds. */
export type Filter = {
  /** Conditions that must all hold. */
  must?: InputMaybe<Array<Condition>>;
  /** Conditions of which none may hold. */
  mustNot?: InputMaybe<Array<Condition>>;
  /** Conditions of which at least one must hold; none are asked for where the list is empty. */
  should?: InputMaybe<Array<Condition>>;
};

/** How one rule fitted one image. */
export type Finding = {
  /** What the rule does about such an image: its own action, that of the exception or of the blocklist's entry that matched. */
  action: ModerationAction;
  /** The description that fitted best, or for an example image its place: examples[2]; of a blocklist, the entry's: name/content hash. */
  closest: Scalars['String']['output'];
  /** The exception that matched; action is then the exception's. Null where none matched. */
  exception?: Maybe<FindingException>;
  /** For a rule with a blocklist: the nearest entry, also if it is not near enough. Null for other rules. */
  match?: Maybe<BlocklistMatch>;
  /** Whether the probability reached the threshold. */
  passed: Scalars['Boolean']['output'];
  /** From 0 to 1. */
  probability: Scalars['Float']['output'];
  /** Name of the rule. */
  rule: Scalars['String']['output'];
  /** Whether the rule is only recorded and has no effect. */
  shadow: Scalars['Boolean']['output'];
  /** Probability from which the rule acts, 0 to 1. */
  threshold: Scalars['Float']['output'];
};

/** An exception of a rule that matched an image. */
export type FindingException = {
  /** Index in the rule's exceptions, from 0. */
  index: Scalars['Int']['output'];
  /** The rule's own action. */
  insteadOf: ModerationAction;
};

/** One image, given in one of four ways. */
export type ImageInput =
  /** Global id of an asset that has a picture. */
  { assetId: Scalars['ID']['input']; base64?: never; uploadId?: never; url?: never; }
  |  /** The bytes of a PNG, JPEG, GIF, WebP or AVIF; at most 20 MB. */
  { assetId?: never; base64: Scalars['Base64']['input']; uploadId?: never; url?: never; }
  |  /** What POST /uploads answered. */
  { assetId?: never; base64?: never; uploadId: Scalars['ID']['input']; url?: never; }
  |  /** Fetched by the server; hosts inside private networks are refused. */
  { assetId?: never; base64?: never; uploadId?: never; url: Scalars['URL']['input']; };

/** What was wrong with one item; the items beside it are answered. */
export type InputError = {
  /** For programs. */
  code: InputErrorCode;
  /** For people. */
  message: Scalars['String']['output'];
  /** When another try may succeed, in milliseconds; null unless the code is OVERLOADED. */
  retryAfterMs?: Maybe<Scalars['Int']['output']>;
};

/** Why one item was refused. */
export type InputErrorCode =
  /** A picture that cannot be decoded. */
  | 'CORRUPT'
  /** There is nothing in it: no bytes, or a blank text. */
  | 'EMPTY'
  /** An address that did not answer with a picture. */
  | 'FETCH_FAILED'
  /** An address that the server does not fetch, in a private network for example. */
  | 'FETCH_REFUSED'
  /** It is wrong in another way; the message says how. */
  | 'INVALID'
  /** What it names is not there. */
  | 'NOT_FOUND'
  /** The server has too much to do; try again after retryAfterMs. */
  | 'OVERLOADED'
  /** It was not finished in time. */
  | 'TIMEOUT'
  /** More bytes, pixels or characters than are taken. */
  | 'TOO_LARGE'
  /** No picture in a format that is read. */
  | 'UNSUPPORTED_FORMAT';

/** An image and what the policy should decide about it: an action, the rules that should pass, or both. */
export type LabelledImage = {
  /** The action that is expected. If omitted, the image does not count for actions. */
  action?: InputMaybe<ModerationAction>;
  /** The context of the image, for exceptions; at most 16,384 characters as JSON. */
  context?: InputMaybe<Scalars['JSONObject']['input']>;
  /** The image; at most 20 MB. */
  image: ImageInput;
  /** Names of the rules that should pass; an empty list means none. If omitted, the image does not count for rules. */
  rules?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** Texts are the same when Unicode calls them so, whether their accents are composed (NFC) or not (NFD). */
export type MatchCondition = {
  /** Dotted path of the field. */
  field: Scalars['String']['input'];
  /** Equal in value and kind: the text 1 is not the number 1. */
  value: Scalars['Primitive']['input'];
};

/** What is done about a picture, from mildest to hardest; of several rules the hardest decides. */
export type ModerationAction =
  /** Nothing; the picture may be shown. */
  | 'ALLOW'
  /** Do not show it. */
  | 'BLOCK'
  /** Show it blurred, or behind a warning. */
  | 'BLUR'
  /** A person has to decide. */
  | 'REVIEW';

/** The verdict, or what is wrong with the image. */
export type ModerationResult = InputError | ModerationVerdict;

/** What a policy looks for, and what is done about it. */
export type ModerationRule = {
  /** What is done about an image on which the rule passes. */
  action: ModerationAction;
  /** Set if the rule finds copies of known pictures. */
  blocklist?: Maybe<RuleBlocklist>;
  /** What the rule looks for, in words; empty for a rule of examples or a blocklist. */
  describes: Array<Scalars['String']['output']>;
  /** Hashes (sha256) of its example images; their vectors are kept, the pictures are not. */
  exampleHashes: Array<Scalars['String']['output']>;
  /** Images that the rule treats more mildly; the first exception that matches counts. */
  except: Array<RuleException>;
  /** 1 to 64 characters, once in a policy. */
  name: Scalars['String']['output'];
  /** Whether the rule is only recorded and has no effect. */
  shadow: Scalars['Boolean']['output'];
  /** Probability from which the rule acts, 0 to 1. */
  threshold: Scalars['Float']['output'];
  /** Similar things that are allowed. */
  unlike: Array<Scalars['String']['output']>;
};

/** What a policy has decided about an image. It never changes. */
export type ModerationVerdict = Node & {
  /** The hardest action among the findings that are not shadow; ALLOW without any. */
  action: ModerationAction;
  /** Set if the image was given as an asset. */
  assetId?: Maybe<Scalars['ID']['output']>;
  /** Hash (sha256) of the image's bytes; the image itself is not kept. */
  contentHash: Scalars['String']['output'];
  /** When it was decided. */
  decidedAt: Scalars['DateTime']['output'];
  /** The rules that passed their threshold, hardest action first, shadow rules among them. */
  findings: Array<Finding>;
  /** Global id, for Query.node and resolveReview. */
  id: Scalars['ID']['output'];
  /** Name of the API key that asked; null where none was needed. */
  keyName?: Maybe<Scalars['String']['output']>;
  /** Fingerprint of that model: the same for the same files. */
  modelFingerprint: Scalars['String']['output'];
  /** Name of the model that embedded it. */
  modelName: Scalars['String']['output'];
  /** The version of the policy that decided. */
  policy: Policy;
  /** Null unless the action is REVIEW. */
  review?: Maybe<Review>;
  /** Every rule of the policy, in its order. */
  scores: Array<Finding>;
};

/** What can be changed. The changes of one request happen one after another. */
export type Mutation = {
  /** Makes a version the one that moderate uses by default. NOT_FOUND if there is none. */
  activatePolicy: Policy;
  /** One result for each picture, in order. An existing entry is replaced. */
  addToBlocklist: Array<BlocklistResult>;
  /** At most 100 lists of at most 10,000 pictures. */
  createBlocklist: Blocklist;
  /** Deletes the list with its entries; false if there was none. Refused while the active version of a policy uses it. */
  deleteBlocklist: Scalars['Boolean']['output'];
  /** Decides about images. One result for each, in order. Every verdict is recorded. */
  moderate: Array<ModerationResult>;
  /** Deletes entries. Returns the number of deleted ones. */
  removeFromBlocklist: Scalars['Int']['output'];
  /** What a person decides about a verdict in review, only once for each verdict. */
  resolveReview: ModerationVerdict;
  /** Sends failed events again, at most 1000. Returns their number. */
  retryWebhookFailures: Scalars['Int']['output'];
  /**
   * Saves the next version. If an existing version is equal, that version is returned. The first version is active at once,
   * a later one after activatePolicy.
   */
  savePolicy: Policy;
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationActivatePolicyArgs = {
  name: Scalars['String']['input'];
  version: Scalars['Int']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationAddToBlocklistArgs = {
  blocklist: Scalars['String']['input'];
  pictures: Array<BlocklistPicture>;
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationCreateBlocklistArgs = {
  name: Scalars['String']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationDeleteBlocklistArgs = {
  name: Scalars['String']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationModerateArgs = {
  contexts?: InputMaybe<Array<InputMaybe<Scalars['JSONObject']['input']>>>;
  images: Array<ImageInput>;
  policy: Scalars['String']['input'];
  version?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationRemoveFromBlocklistArgs = {
  entries: Array<Scalars['ID']['input']>;
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationResolveReviewArgs = {
  action: ModerationAction;
  note?: InputMaybe<Scalars['String']['input']>;
  verdict: Scalars['ID']['input'];
};


/** What can be changed. The changes of one request happen one after another. */
export type MutationSavePolicyArgs = {
  input: PolicyInput;
};

/** An object that can be found by its id. */
export type Node = {
  /** Global id, for Query.node. */
  id: Scalars['ID']['output'];
};

/** Where a page begins and ends, in the Relay way. */
export type PageInfo = {
  /** Cursor of the last item, for after; null for an empty page. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether there may be more after this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether after was given: there was a page before this one. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first item; null for an empty page. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** One immutable version of a set of rules. */
export type Policy = Node & {
  /** Whether moderate uses this version by default. */
  active: Scalars['Boolean']['output'];
  /** When it was saved. */
  createdAt: Scalars['DateTime']['output'];
  /** Global id, for Query.node. */
  id: Scalars['ID']['output'];
  /** 1 to 64 letters, digits, _ and -. */
  name: Scalars['String']['output'];
  /** 1 to 100, in the order they were given. */
  rules: Array<ModerationRule>;
  /** 1, 2, and so on. */
  version: Scalars['Int']['output'];
};

/** A set of rules to be saved. */
export type PolicyInput = {
  /** 1 to 64 letters, digits, _ and -, a letter or digit first. */
  name: Scalars['String']['input'];
  /** 1 to 100, each with a name of its own. */
  rules: Array<RuleInput>;
};

/** What can be read. */
export type Query = {
  /**
   * Runs a policy over labelled images without recording anything. Give one of images (at most 128), a collection
   * and reviews. With against, the differences from that version; with precision, a threshold for it.
   */
  backtestPolicy: Backtest;
  /** Null if there is none. */
  blocklist?: Maybe<Blocklist>;
  /** All blocklists, by name. */
  blocklists: Array<Blocklist>;
  /** The active version of every policy, by name, at most 1000; with a name, every version of that one, newest first, at most 100. */
  policies: Array<Policy>;
  /** Null if there is none. */
  policy?: Maybe<Policy>;
  /** Verdicts that wait for a person, oldest first. */
  reviewQueue: VerdictConnection;
  /** Verdicts that are kept, newest first. */
  verdicts: VerdictConnection;
  /** Newest first. Empty without a webhook. */
  webhookFailures: Array<WebhookFailure>;
};


/** What can be read. */
export type QueryBacktestPolicyArgs = {
  against?: InputMaybe<Scalars['Int']['input']>;
  collection?: InputMaybe<BacktestCollection>;
  images?: InputMaybe<Array<LabelledImage>>;
  policy: Scalars['String']['input'];
  precision?: InputMaybe<Scalars['Float']['input']>;
  reviews?: InputMaybe<BacktestReviews>;
  version?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. */
export type QueryBlocklistArgs = {
  name: Scalars['String']['input'];
};


/** What can be read. */
export type QueryPoliciesArgs = {
  name?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryPolicyArgs = {
  name: Scalars['String']['input'];
  version?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. */
export type QueryReviewQueueArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  policy?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryVerdictsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<VerdictFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. */
export type QueryWebhookFailuresArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** Either numbers (gt, gte, lt, lte) or instants (after, before, notBefore, notAfter), not both. Compares with dates and times in RFC 3339. */
export type RangeCondition = {
  /** Later than this instant. */
  after?: InputMaybe<Scalars['DateTime']['input']>;
  /** Earlier than this instant. */
  before?: InputMaybe<Scalars['DateTime']['input']>;
  /** Dotted path of the field. */
  field: Scalars['String']['input'];
  /** Greater than this number. */
  gt?: InputMaybe<Scalars['Float']['input']>;
  /** This number or greater. */
  gte?: InputMaybe<Scalars['Float']['input']>;
  /** Less than this number. */
  lt?: InputMaybe<Scalars['Float']['input']>;
  /** This number or less. */
  lte?: InputMaybe<Scalars['Float']['input']>;
  /** This instant or earlier. */
  notAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** This instant or later: from the beginning of a day, for example. */
  notBefore?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The decision of a person about a verdict in review. */
export type Review = {
  /** What the person decided; null while the review is open. */
  action?: Maybe<ModerationAction>;
  /** Name of the API key that the person used; null where none was needed and while the review is open. */
  keyName?: Maybe<Scalars['String']['output']>;
  /** What the person wrote to it; null for nothing. */
  note?: Maybe<Scalars['String']['output']>;
  /** When the person decided; null while the review is open. */
  resolvedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Whether somebody has decided. */
  state: ReviewState;
};

/** Whether a person has decided about a verdict in review. */
export type ReviewState =
  /** A person has to decide. */
  | 'OPEN'
  /** A person has decided. */
  | 'RESOLVED';

/** How one rule does on the images that say which rules should pass. */
export type RuleBacktest = {
  /** At every probability that occurred, highest first. */
  curve: Array<ThresholdPoint>;
  /** Harmonic mean of precision and recall, 0 to 1. Null if no image is labelled with the rule and none passed. */
  f1?: Maybe<Scalars['Float']['output']>;
  /** Images on which it did not pass and should have. */
  falseNegatives: Scalars['Int']['output'];
  /** Images on which it passed and should not have. */
  falsePositives: Scalars['Int']['output'];
  /** Share of right ones among those on which it passed, 0 to 1. Null where the rule passed on no labelled image. */
  precision?: Maybe<Scalars['Float']['output']>;
  /** Share of those on which it passed among those on which it should have, 0 to 1. Null where no image is labelled with the rule. */
  recall?: Maybe<Scalars['Float']['output']>;
  /** Name of the rule. */
  rule: Scalars['String']['output'];
  /** The lowest threshold on the curve with the wished precision; null where none has it. */
  suggestedThreshold?: Maybe<Scalars['Float']['output']>;
  /** Its threshold in this version, 0 to 1. */
  threshold: Scalars['Float']['output'];
  /** Images on which it did not pass and should not have. */
  trueNegatives: Scalars['Int']['output'];
  /** Images on which it passed and should have. */
  truePositives: Scalars['Int']['output'];
};

/** The values at which a picture has an even chance of being a copy: this cosine, or this number of different bits. */
export type RuleBlocklist = {
  /** Most bits of its perceptual hash that differ, 0 to 64. */
  maxDistance: Scalars['Int']['output'];
  /** Least cosine with the vector of a known picture, 0 to 1. */
  minCosine: Scalars['Float']['output'];
  /** Name of a blocklist. */
  name: Scalars['String']['output'];
};

/** A blocklist, and how near to one of its pictures a copy is. */
export type RuleBlocklistInput = {
  /** Most bits of its perceptual hash that differ, 0 to 64. */
  maxDistance?: Scalars['Int']['input'];
  /** Least cosine with the vector of a known picture, 0 to 1. Default: that of the default model, 0.95 unless it brings its own. */
  minCosine?: InputMaybe<Scalars['Float']['input']>;
  /** Name of a blocklist that is there. */
  name: Scalars['String']['input'];
};

/** A milder action for images that match a filter. */
export type RuleException = {
  /** Milder than the rule's; ALLOW means that the rule does not apply. */
  action: ModerationAction;
  /** As the input Filter. */
  filter: Scalars['JSONObject']['output'];
};

/** A milder action for images that match a filter. */
export type RuleExceptionInput = {
  /** Milder than the rule's; ALLOW means that the rule does not apply. */
  action?: ModerationAction;
  /**
   * A filter over { asset: the payload of the asset, context: the context of the image }, with fields such as context.section
   * or asset.tags. A condition on a missing field does not match.
   */
  filter: Filter;
};

/** A rule needs descriptions, examples, or both; or a blocklist and none of these. */
export type RuleInput = {
  /** What is done about an image on which the rule passes. */
  action: ModerationAction;
  /** Pictures that are almost the same as one of a blocklist. */
  blocklist?: InputMaybe<RuleBlocklistInput>;
  /** What the rule looks for, in words: things that complete 'a photo of a …'. At most 32. */
  describes?: Array<Scalars['String']['input']>;
  /** Example images of what the rule looks for. At most 16, and 64 in a policy. */
  examples?: InputMaybe<Array<ImageInput>>;
  /** Images that the rule treats more mildly; the first exception that matches counts. At most 16. */
  except?: InputMaybe<Array<RuleExceptionInput>>;
  /** 1 to 64 characters, once in a policy. */
  name: Scalars['String']['input'];
  /** Whether the rule is only recorded and has no effect, to see what it would do. */
  shadow?: InputMaybe<Scalars['Boolean']['input']>;
  /** Probability from which the rule acts, 0 to 1. */
  threshold?: InputMaybe<Scalars['Float']['input']>;
  /** Similar things that are allowed. At most 32. */
  unlike?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** What precision and recall would be if the rule passed from this threshold on. */
export type ThresholdPoint = {
  /** 0 to 1. */
  precision: Scalars['Float']['output'];
  /** 0 to 1; null where no image is labelled with the rule. */
  recall?: Maybe<Scalars['Float']['output']>;
  /** A probability that occurred, 0 to 1. */
  threshold: Scalars['Float']['output'];
};

/** A page of verdicts. */
export type VerdictConnection = {
  /** The verdicts of this page, with their cursors. */
  edges: Array<VerdictEdge>;
  /** The verdicts of this page. */
  nodes: Array<ModerationVerdict>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** A verdict of a list. */
export type VerdictEdge = {
  /** For after: the page begins behind this verdict. */
  cursor: Scalars['String']['output'];
  /** The verdict. */
  node: ModerationVerdict;
};

/** Which verdicts are listed: those for which all that is given holds. */
export type VerdictFilter = {
  /** One of these actions; an empty list matches nothing. */
  actions?: InputMaybe<Array<ModerationAction>>;
  /** Hash (sha256) of the image's bytes, in hexadecimal. */
  contentHash?: InputMaybe<Scalars['String']['input']>;
  /** At this instant or after it. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Name of the API key that asked. */
  keyName?: InputMaybe<Scalars['String']['input']>;
  /** Name of the policy. */
  policy?: InputMaybe<Scalars['String']['input']>;
  /** Only verdicts in review, and in this state. */
  review?: InputMaybe<ReviewState>;
  /** A rule that passed, shadow or not. */
  rule?: InputMaybe<Scalars['String']['input']>;
  /** Only verdicts with shadow findings (true) or without (false); with rule, whether that rule was a shadow. */
  shadow?: InputMaybe<Scalars['Boolean']['input']>;
  /** Before this instant. */
  to?: InputMaybe<Scalars['DateTime']['input']>;
  /** Version of the policy, from 1. */
  version?: InputMaybe<Scalars['Int']['input']>;
};

/** What the webhook tells of. */
export type WebhookEvent =
  /** A person has decided. */
  | 'REVIEW'
  /** A verdict that is not ALLOW was given. */
  | 'VERDICT';

/** An event that could not be delivered to the webhook. */
export type WebhookFailure = {
  /** How often it was sent. */
  attempts: Scalars['Int']['output'];
  /** What it tells of. */
  event: WebhookEvent;
  /** When the last try failed. */
  failedAt: Scalars['DateTime']['output'];
  /** Why the last try failed, without the address. */
  lastError: Scalars['String']['output'];
  /** Null if the verdict was deleted. */
  verdict?: Maybe<ModerationVerdict>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;



/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  BlocklistResult:
    | ( BlocklistEntryNode )
    | ( InputErrorNode )
  ;
  ModerationResult:
    | ( InputErrorNode )
    | ( Verdict )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Node:
    | ( BlocklistNode )
    | ( BlocklistEntryNode )
    | ( Verdict )
    | ( PolicyVersion )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  ActionCount: ResolverTypeWrapper<ActionCount>;
  AnyOfCondition: AnyOfCondition;
  Backtest: ResolverTypeWrapper<BacktestNode>;
  BacktestChange: ResolverTypeWrapper<BacktestChange>;
  BacktestCollection: BacktestCollection;
  BacktestReviews: BacktestReviews;
  Base64: ResolverTypeWrapper<Scalars['Base64']['output']>;
  Blocklist: ResolverTypeWrapper<BlocklistNode>;
  BlocklistEntry: ResolverTypeWrapper<BlocklistEntryNode>;
  BlocklistEntryConnection: ResolverTypeWrapper<BlocklistPage>;
  BlocklistEntryEdge: ResolverTypeWrapper<Omit<BlocklistEntryEdge, 'node'> & { node: ResolversTypes['BlocklistEntry'] }>;
  BlocklistMatch: ResolverTypeWrapper<BlocklistMatchNode>;
  BlocklistMatchKind: BlocklistMatchKind;
  BlocklistPicture: BlocklistPicture;
  BlocklistResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['BlocklistResult']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Condition: Condition;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Filter: Filter;
  Finding: ResolverTypeWrapper<FindingNode>;
  FindingException: ResolverTypeWrapper<FindingException>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ImageInput: ImageInput;
  InputError: ResolverTypeWrapper<InputErrorNode>;
  InputErrorCode: InputErrorCode;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSONObject: ResolverTypeWrapper<Scalars['JSONObject']['output']>;
  LabelledImage: LabelledImage;
  MatchCondition: MatchCondition;
  ModerationAction: ModerationAction;
  ModerationResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ModerationResult']>;
  ModerationRule: ResolverTypeWrapper<Rule>;
  ModerationVerdict: ResolverTypeWrapper<Verdict>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Node: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Node']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Policy: ResolverTypeWrapper<PolicyVersion>;
  PolicyInput: PolicyInput;
  Primitive: ResolverTypeWrapper<Scalars['Primitive']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RangeCondition: RangeCondition;
  Review: ResolverTypeWrapper<Review>;
  ReviewState: ReviewState;
  RuleBacktest: ResolverTypeWrapper<RuleBacktest>;
  RuleBlocklist: ResolverTypeWrapper<RuleBlocklist>;
  RuleBlocklistInput: RuleBlocklistInput;
  RuleException: ResolverTypeWrapper<RuleExceptionNode>;
  RuleExceptionInput: RuleExceptionInput;
  RuleInput: RuleInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ThresholdPoint: ResolverTypeWrapper<ThresholdPoint>;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
  VerdictConnection: ResolverTypeWrapper<VerdictPage>;
  VerdictEdge: ResolverTypeWrapper<Omit<VerdictEdge, 'node'> & { node: ResolversTypes['ModerationVerdict'] }>;
  VerdictFilter: VerdictFilter;
  WebhookEvent: WebhookEvent;
  WebhookFailure: ResolverTypeWrapper<WebhookFailureNode>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  ActionCount: ActionCount;
  AnyOfCondition: AnyOfCondition;
  Backtest: BacktestNode;
  BacktestChange: BacktestChange;
  BacktestCollection: BacktestCollection;
  BacktestReviews: BacktestReviews;
  Base64: Scalars['Base64']['output'];
  Blocklist: BlocklistNode;
  BlocklistEntry: BlocklistEntryNode;
  BlocklistEntryConnection: BlocklistPage;
  BlocklistEntryEdge: Omit<BlocklistEntryEdge, 'node'> & { node: ResolversParentTypes['BlocklistEntry'] };
  BlocklistMatch: BlocklistMatchNode;
  BlocklistPicture: BlocklistPicture;
  BlocklistResult: ResolversUnionTypes<ResolversParentTypes>['BlocklistResult'];
  Boolean: Scalars['Boolean']['output'];
  Condition: Condition;
  DateTime: Scalars['DateTime']['output'];
  Filter: Filter;
  Finding: FindingNode;
  FindingException: FindingException;
  Float: Scalars['Float']['output'];
  ID: Scalars['ID']['output'];
  ImageInput: ImageInput;
  InputError: InputErrorNode;
  Int: Scalars['Int']['output'];
  JSONObject: Scalars['JSONObject']['output'];
  LabelledImage: LabelledImage;
  MatchCondition: MatchCondition;
  ModerationResult: ResolversUnionTypes<ResolversParentTypes>['ModerationResult'];
  ModerationRule: Rule;
  ModerationVerdict: Verdict;
  Mutation: Record<PropertyKey, never>;
  Node: ResolversInterfaceTypes<ResolversParentTypes>['Node'];
  PageInfo: PageInfo;
  Policy: PolicyVersion;
  PolicyInput: PolicyInput;
  Primitive: Scalars['Primitive']['output'];
  Query: Record<PropertyKey, never>;
  RangeCondition: RangeCondition;
  Review: Review;
  RuleBacktest: RuleBacktest;
  RuleBlocklist: RuleBlocklist;
  RuleBlocklistInput: RuleBlocklistInput;
  RuleException: RuleExceptionNode;
  RuleExceptionInput: RuleExceptionInput;
  RuleInput: RuleInput;
  String: Scalars['String']['output'];
  ThresholdPoint: ThresholdPoint;
  URL: Scalars['URL']['output'];
  VerdictConnection: VerdictPage;
  VerdictEdge: Omit<VerdictEdge, 'node'> & { node: ResolversParentTypes['ModerationVerdict'] };
  VerdictFilter: VerdictFilter;
  WebhookFailure: WebhookFailureNode;
};

export type ActionCountResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ActionCount'] = ResolversParentTypes['ActionCount']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  expected?: Resolver<ResolversTypes['ModerationAction'], ParentType, ContextType>;
  given?: Resolver<ResolversTypes['ModerationAction'], ParentType, ContextType>;
};

export type BacktestResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Backtest'] = ResolversParentTypes['Backtest']> = {
  actions?: Resolver<Array<ResolversTypes['ActionCount']>, ParentType, ContextType>;
  changes?: Resolver<Array<ResolversTypes['BacktestChange']>, ParentType, ContextType>;
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  errors?: Resolver<Array<Maybe<ResolversTypes['InputError']>>, ParentType, ContextType>;
  policy?: Resolver<ResolversTypes['Policy'], ParentType, ContextType>;
  rules?: Resolver<Array<ResolversTypes['RuleBacktest']>, ParentType, ContextType>;
  truncated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type BacktestChangeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BacktestChange'] = ResolversParentTypes['BacktestChange']> = {
  after?: Resolver<ResolversTypes['ModerationAction'], ParentType, ContextType>;
  assetId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  before?: Resolver<ResolversTypes['ModerationAction'], ParentType, ContextType>;
  gained?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lost?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  verdictId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export interface Base64ScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Base64'], any> {
  name: 'Base64';
}

export type BlocklistResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Blocklist'] = ResolversParentTypes['Blocklist']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  entries?: Resolver<ResolversTypes['BlocklistEntryConnection'], ParentType, ContextType, RequireFields<BlocklistEntriesArgs, 'first'>>;
  hashOnlyCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type BlocklistEntryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BlocklistEntry'] = ResolversParentTypes['BlocklistEntry']> = {
  action?: Resolver<Maybe<ResolversTypes['ModerationAction']>, ParentType, ContextType>;
  addedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  blocklist?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  comparesByVector?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  contentHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  keyName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  modelName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  perceptualHash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type BlocklistEntryConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BlocklistEntryConnection'] = ResolversParentTypes['BlocklistEntryConnection']> = {
  edges?: Resolver<Array<ResolversTypes['BlocklistEntryEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['BlocklistEntry']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type BlocklistEntryEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BlocklistEntryEdge'] = ResolversParentTypes['BlocklistEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['BlocklistEntry'], ParentType, ContextType>;
};

export type BlocklistMatchResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BlocklistMatch'] = ResolversParentTypes['BlocklistMatch']> = {
  blocklist?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['BlocklistMatchKind'], ParentType, ContextType>;
  contentHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  cosine?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  distance?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  entry?: Resolver<Maybe<ResolversTypes['BlocklistEntry']>, ParentType, ContextType>;
};

export type BlocklistResultResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['BlocklistResult'] = ResolversParentTypes['BlocklistResult']> = {
  __resolveType?: TypeResolveFn<'BlocklistEntry' | 'InputError', ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type FindingResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Finding'] = ResolversParentTypes['Finding']> = {
  action?: Resolver<ResolversTypes['ModerationAction'], ParentType, ContextType>;
  closest?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  exception?: Resolver<Maybe<ResolversTypes['FindingException']>, ParentType, ContextType>;
  match?: Resolver<Maybe<ResolversTypes['BlocklistMatch']>, ParentType, ContextType>;
  passed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  probability?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  shadow?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  threshold?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type FindingExceptionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['FindingException'] = ResolversParentTypes['FindingException']> = {
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  insteadOf?: Resolver<ResolversTypes['ModerationAction'], ParentType, ContextType>;
};

export type InputErrorResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['InputError'] = ResolversParentTypes['InputError']> = {
  code?: Resolver<ResolversTypes['InputErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfterMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface JsonObjectScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSONObject'], any> {
  name: 'JSONObject';
}

export type ModerationResultResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ModerationResult'] = ResolversParentTypes['ModerationResult']> = {
  __resolveType?: TypeResolveFn<'InputError' | 'ModerationVerdict', ParentType, ContextType>;
};

export type ModerationRuleResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ModerationRule'] = ResolversParentTypes['ModerationRule']> = {
  action?: Resolver<ResolversTypes['ModerationAction'], ParentType, ContextType>;
  blocklist?: Resolver<Maybe<ResolversTypes['RuleBlocklist']>, ParentType, ContextType>;
  describes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  exampleHashes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  except?: Resolver<Array<ResolversTypes['RuleException']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  shadow?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  threshold?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  unlike?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ModerationVerdictResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ModerationVerdict'] = ResolversParentTypes['ModerationVerdict']> = {
  action?: Resolver<ResolversTypes['ModerationAction'], ParentType, ContextType>;
  assetId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  contentHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  decidedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  findings?: Resolver<Array<ResolversTypes['Finding']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  keyName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  modelFingerprint?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  modelName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  policy?: Resolver<ResolversTypes['Policy'], ParentType, ContextType>;
  review?: Resolver<Maybe<ResolversTypes['Review']>, ParentType, ContextType>;
  scores?: Resolver<Array<ResolversTypes['Finding']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MutationResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  activatePolicy?: Resolver<ResolversTypes['Policy'], ParentType, ContextType, RequireFields<MutationActivatePolicyArgs, 'name' | 'version'>>;
  addToBlocklist?: Resolver<Array<ResolversTypes['BlocklistResult']>, ParentType, ContextType, RequireFields<MutationAddToBlocklistArgs, 'blocklist' | 'pictures'>>;
  createBlocklist?: Resolver<ResolversTypes['Blocklist'], ParentType, ContextType, RequireFields<MutationCreateBlocklistArgs, 'name'>>;
  deleteBlocklist?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationDeleteBlocklistArgs, 'name'>>;
  moderate?: Resolver<Array<ResolversTypes['ModerationResult']>, ParentType, ContextType, RequireFields<MutationModerateArgs, 'images' | 'policy'>>;
  removeFromBlocklist?: Resolver<ResolversTypes['Int'], ParentType, ContextType, RequireFields<MutationRemoveFromBlocklistArgs, 'entries'>>;
  resolveReview?: Resolver<ResolversTypes['ModerationVerdict'], ParentType, ContextType, RequireFields<MutationResolveReviewArgs, 'action' | 'verdict'>>;
  retryWebhookFailures?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  savePolicy?: Resolver<ResolversTypes['Policy'], ParentType, ContextType, RequireFields<MutationSavePolicyArgs, 'input'>>;
};

export type NodeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType?: TypeResolveFn<'Blocklist' | 'BlocklistEntry' | 'ModerationVerdict' | 'Policy', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PolicyResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Policy'] = ResolversParentTypes['Policy']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rules?: Resolver<Array<ResolversTypes['ModerationRule']>, ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface PrimitiveScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Primitive'], any> {
  name: 'Primitive';
}

export type QueryResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  backtestPolicy?: Resolver<ResolversTypes['Backtest'], ParentType, ContextType, RequireFields<QueryBacktestPolicyArgs, 'policy' | 'precision'>>;
  blocklist?: Resolver<Maybe<ResolversTypes['Blocklist']>, ParentType, ContextType, RequireFields<QueryBlocklistArgs, 'name'>>;
  blocklists?: Resolver<Array<ResolversTypes['Blocklist']>, ParentType, ContextType>;
  policies?: Resolver<Array<ResolversTypes['Policy']>, ParentType, ContextType, Partial<QueryPoliciesArgs>>;
  policy?: Resolver<Maybe<ResolversTypes['Policy']>, ParentType, ContextType, RequireFields<QueryPolicyArgs, 'name'>>;
  reviewQueue?: Resolver<ResolversTypes['VerdictConnection'], ParentType, ContextType, RequireFields<QueryReviewQueueArgs, 'first'>>;
  verdicts?: Resolver<ResolversTypes['VerdictConnection'], ParentType, ContextType, RequireFields<QueryVerdictsArgs, 'first'>>;
  webhookFailures?: Resolver<Array<ResolversTypes['WebhookFailure']>, ParentType, ContextType, RequireFields<QueryWebhookFailuresArgs, 'first'>>;
};

export type ReviewResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['Review'] = ResolversParentTypes['Review']> = {
  action?: Resolver<Maybe<ResolversTypes['ModerationAction']>, ParentType, ContextType>;
  keyName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  resolvedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ReviewState'], ParentType, ContextType>;
};

export type RuleBacktestResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RuleBacktest'] = ResolversParentTypes['RuleBacktest']> = {
  curve?: Resolver<Array<ResolversTypes['ThresholdPoint']>, ParentType, ContextType>;
  f1?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  falseNegatives?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  falsePositives?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  precision?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  recall?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  suggestedThreshold?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  threshold?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  trueNegatives?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  truePositives?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RuleBlocklistResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RuleBlocklist'] = ResolversParentTypes['RuleBlocklist']> = {
  maxDistance?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  minCosine?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RuleExceptionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['RuleException'] = ResolversParentTypes['RuleException']> = {
  action?: Resolver<ResolversTypes['ModerationAction'], ParentType, ContextType>;
  filter?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
};

export type ThresholdPointResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['ThresholdPoint'] = ResolversParentTypes['ThresholdPoint']> = {
  precision?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  recall?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  threshold?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type VerdictConnectionResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['VerdictConnection'] = ResolversParentTypes['VerdictConnection']> = {
  edges?: Resolver<Array<ResolversTypes['VerdictEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['ModerationVerdict']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type VerdictEdgeResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['VerdictEdge'] = ResolversParentTypes['VerdictEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ModerationVerdict'], ParentType, ContextType>;
};

export type WebhookFailureResolvers<ContextType = RequestContext, ParentType extends ResolversParentTypes['WebhookFailure'] = ResolversParentTypes['WebhookFailure']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  event?: Resolver<ResolversTypes['WebhookEvent'], ParentType, ContextType>;
  failedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  lastError?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  verdict?: Resolver<Maybe<ResolversTypes['ModerationVerdict']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = RequestContext> = {
  ActionCount?: ActionCountResolvers<ContextType>;
  Backtest?: BacktestResolvers<ContextType>;
  BacktestChange?: BacktestChangeResolvers<ContextType>;
  Base64?: GraphQLScalarType;
  Blocklist?: BlocklistResolvers<ContextType>;
  BlocklistEntry?: BlocklistEntryResolvers<ContextType>;
  BlocklistEntryConnection?: BlocklistEntryConnectionResolvers<ContextType>;
  BlocklistEntryEdge?: BlocklistEntryEdgeResolvers<ContextType>;
  BlocklistMatch?: BlocklistMatchResolvers<ContextType>;
  BlocklistResult?: BlocklistResultResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Finding?: FindingResolvers<ContextType>;
  FindingException?: FindingExceptionResolvers<ContextType>;
  InputError?: InputErrorResolvers<ContextType>;
  JSONObject?: GraphQLScalarType;
  ModerationResult?: ModerationResultResolvers<ContextType>;
  ModerationRule?: ModerationRuleResolvers<ContextType>;
  ModerationVerdict?: ModerationVerdictResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Policy?: PolicyResolvers<ContextType>;
  Primitive?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  Review?: ReviewResolvers<ContextType>;
  RuleBacktest?: RuleBacktestResolvers<ContextType>;
  RuleBlocklist?: RuleBlocklistResolvers<ContextType>;
  RuleException?: RuleExceptionResolvers<ContextType>;
  ThresholdPoint?: ThresholdPointResolvers<ContextType>;
  URL?: GraphQLScalarType;
  VerdictConnection?: VerdictConnectionResolvers<ContextType>;
  VerdictEdge?: VerdictEdgeResolvers<ContextType>;
  WebhookFailure?: WebhookFailureResolvers<ContextType>;
};

