/** A body that cannot be read, for reasons that the caller may know. */
export class BodyError extends Error {
  override readonly name: string = 'BodyError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A body of more bytes than are taken. */
export class BodyTooLarge extends BodyError {
  override readonly name = 'BodyTooLarge';
  readonly limit: number;

  constructor(limit: number) {
    super(413, `The body is larger than ${limit} bytes.`);
    this.limit = limit;
  }
}
