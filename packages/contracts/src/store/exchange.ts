/**
 * The capability `exchange`: two collections change names in one step. Without it a migration switches its collection by
 * the gateway's own record, so that other gateways on the same engine do not see the switch.
 */
export interface Exchange {
  /**
   * Each of two collections answers to the other's name from now on, with all that is its own, for everyone who uses the
   * engine and at once. False, and nothing has changed, where one of them is missing or these two cannot.
   */
  names(a: string, b: string): Promise<boolean>;
}
