/*
 * Read by any Node that can read modules: nothing newer is used here, and nothing is imported.
 */

/** What whoever runs this Node should know; undefined where it is new enough. `needed` is the `engines` of a package.json, `>=22.18`. */
export function nodeProblem(running: string, needed: string): string | undefined {
  const least = needed.replace(/^>=/, '');
  const [major = 0, minor = 0] = numbersOf(running);
  const [leastMajor = 0, leastMinor = 0] = numbersOf(least);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return undefined;
  return (
    `This is Node ${running}; clipgraph needs Node ${least} or newer. ` +
    'Install it from https://nodejs.org, or take one from npm for a single command: npx --package node@24 clipgraph --help'
  );
}

function numbersOf(version: string): readonly number[] {
  return version.split('.').map(Number);
}
