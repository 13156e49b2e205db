/** The capability `pictures`: knows by an index which pictures are in use. */
export interface PictureUse {
  /** Which of these pictures (content ids) a record of any collection shows: one that is not among them may be deleted. */
  used(imageIds: readonly string[]): Promise<ReadonlySet<string>>;
}
