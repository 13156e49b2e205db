type Step = () => Promise<unknown>;

/**
 * Runs every step, one after the other, also those after one that fails, so that nothing stays open for the fault of another part. Rejects
 * at the end with the error, or with an AggregateError of all of them, whose cause is the first.
 */
export async function closeAll(steps: readonly Step[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) await attempt(step).catch((error: unknown) => errors.push(...eachOf(error)));
  refuse(errors);
}

/** The same for steps that go side by side. */
export async function closeTogether(steps: readonly Step[]): Promise<void> {
  const settled = await Promise.allSettled(steps.map(attempt));
  refuse(settled.flatMap((outcome) => (outcome.status === 'rejected' ? eachOf(outcome.reason) : [])));
}

/** A step that throws before it answers a promise fails like any other. */
async function attempt(step: Step): Promise<void> {
  await step();
}

function refuse(errors: readonly unknown[]): void {
  if (errors.length === 0) return;
  if (errors.length === 1) throw errors[0];
  const words = errors.map((error) => (error instanceof Error ? error.message : String(error)));
  throw new AggregateError(errors, `${errors.length} parts did not close: ${words.join('; ')}`, { cause: errors[0] });
}

function eachOf(error: unknown): readonly unknown[] {
  return error instanceof AggregateError ? error.errors : [error];
}
