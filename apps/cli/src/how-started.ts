import type { Environment } from '@clipgraph/settings-kit';

/** How the command line is called where it runs, so that what it advises can be typed. */
export interface HowStarted {
  /** What stands before a command, such as `npx clipgraph`. */
  readonly command: string;
  /** What starts a server. */
  readonly serve: string;
}

/** npm tells the programs that it runs which script or command they are; in this project's own folder it is the script `clipgraph`. */
export function howStarted(env: Environment): HowStarted {
  const isOwnScript = env['npm_command'] === 'run-script' && env['npm_lifecycle_event'] === 'clipgraph';
  return isOwnScript ? { command: 'npm run clipgraph --', serve: 'npm start' } : { command: 'npx clipgraph', serve: 'npx clipgraph serve' };
}
