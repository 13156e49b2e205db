/** Runs work of the same name one after the other, in the order of the calls; other names go on beside it. */
export type Turns = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;

export function turns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const before = last.get(name) ?? Promise.resolve();
    const result = before.then(work);
    const settled = result
      .catch(() => undefined)
      .finally(() => {
        if (last.get(name) === settled) last.delete(name);
      });
    last.set(name, settled);
    return result;
  };
}
