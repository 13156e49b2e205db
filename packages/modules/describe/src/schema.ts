export const describeTypeDefs: string = /* GraphQL */ `
  "What a picture shows: tags, captions of similar pictures, relations. They are chosen from lists; no text is generated."
  type Description {
    "Most probable first; a word that means nearly the same as one before it is left out."
    tags: [Tag!]!
    "Texts of the collection that fit the picture best, each once; empty without captionsFrom."
    captions: [NearCaption!]!
    "Best first; empty without triples in the query."
    triples: [ScoredTriple!]!
    "The model that scored."
    model: Model!
  }

  "A word that fits a picture."
  type Tag {
    "As it stands in the vocabulary."
    word: String!
    "The word's share against the whole general vocabulary, 0 to 1: it means the same for every picture and every list of words."
    probability: Float!
    "Cosine of the picture and the word's prompts, -1 to 1."
    cosine: Float!
  }

  "A text of an asset that fits a picture."
  type NearCaption {
    "As it was indexed."
    text: String!
    "Cosine of the picture and the text, -1 to 1."
    cosine: Float!
    "An asset that has this text."
    assetId: ID!
    "Key of that asset in its collection."
    key: String!
  }

  "A relation of two things in a picture, with its score."
  type ScoredTriple {
    "The first thing, such as red car."
    subject: String!
    "Such as left of."
    relation: String!
    "The second thing, such as blue house."
    object: String!
    """
    Its share among everything asked about and the contrasts of each: subject and object swapped, and the relation's opposite
    where it has one.
    """
    probability: Float!
    "Cosine of the picture and the triple as a text, -1 to 1."
    cosine: Float!
  }

  "A description, or what is wrong with this image."
  union DescribeResult = Description | InputError

  "The words that tags are chosen from."
  input VocabularyInput @oneOf {
    "1 to 1000."
    words: [String!]
    "Name of a saved one."
    saved: String
  }

  "A collection whose assets' texts serve as captions; at most 20."
  input CaptionSource {
    "Its name. Its vectors must be those of the model that is used."
    collection: String!
    "Only texts of assets that pass it."
    filter: Filter
    "Captions of each picture, 1 to 20."
    first: Int = 3
  }

  "A red car, left of, a blue house."
  input TripleInput {
    "The first thing."
    subject: String!
    "How the first thing is to the second one."
    relation: String!
    "The second thing, another one than the first."
    object: String!
  }

  "The triples that are ranked."
  input TriplesInput @oneOf {
    "1 to 64."
    candidates: [TripleInput!]
    "Things and relations that triples are made of."
    pairs: PairsInput
  }

  "Every two of the things, in either order, with every relation."
  input PairsInput {
    "2 to 6."
    things: [String!]!
    "1 to 6; left of, right of, above, below and inside when left out."
    relations: [String!]
  }

  "A list of words under a name, for describe. Saving again replaces it."
  type Vocabulary {
    "1 to 64 letters, digits, _ and -."
    name: String!
    "1 to 1000, in the order they were saved in."
    words: [String!]!
    "When it was saved last."
    updatedAt: DateTime!
  }

  type Query {
    """
    Tags, captions and relations of images, at most 64. The first call for a model embeds the general vocabulary, which
    takes some seconds once.
    """
    describe(
      "1 to 64 images."
      images: [ImageInput!]!
      "The general vocabulary of some 1,350 English words when left out."
      vocabulary: VocabularyInput
      "Tags of at least this probability, 0 to 1; 0 for the best ones in any case."
      threshold: Float = 0.2
      "Most tags of an image, 1 to 100."
      top: Int = 10
      "A collection whose texts are taken as captions; none when left out."
      captionsFrom: CaptionSource
      "Relations to be scored; none when left out."
      triples: TriplesInput
      "The collection's model when left out, or the default one without a collection."
      model: String
    ): [DescribeResult!]!
    "By name: those after a name."
    vocabularies("At most so many." first: Int = 20, "The name of the last one that is known already." after: String): [Vocabulary!]!
    "Null if there is none."
    vocabulary("Name it was saved under." name: String!): Vocabulary
  }

  type Mutation {
    "Name: 1 to 64 letters, digits, _ and -, a letter or digit first. 1 to 1000 words, each once."
    saveVocabulary("A vocabulary of this name is replaced." name: String!, "At most 200 characters each." words: [String!]!): Vocabulary!
    "False if there was none."
    deleteVocabulary("Name it was saved under." name: String!): Boolean!
  }
`;
