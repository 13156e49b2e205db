import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';

/**
 * Runs a program to its end with our terminal; signals reach it too. With `quiet`, its output is shown only when it fails, and given to `failed`; `through` is
 * a second program that what it says on standard error, its log, goes through. `node` is the folder of the Node that it and its own programs find.
 * @returns its exit code
 */
export function run(command, args, { cwd, node, env = {}, quiet = false, failed = () => undefined, through } = {}) {
  return new Promise((done) => {
    const path = [node, process.env.PATH].join(delimiter);
    const all = { ...process.env, PATH: path, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', ...env };
    // On Windows, what npm puts into .bin are command files, which need a shell.
    const shell = process.platform === 'win32' && !command.endsWith('.exe');
    const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : through ? ['inherit', 'inherit', 'pipe'] : 'inherit';
    const child = spawn(command, args, { cwd, shell, env: all, stdio });
    if (through) child.stderr.pipe(spawn(through[0], through.slice(1), { cwd, env: all, stdio: ['pipe', 'inherit', 'inherit'] }).stdin);
    const output = [];
    if (quiet) for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
    const forward = (signal) => child.kill(signal);
    // A terminal sends Ctrl-C to the child as well; other senders reach only us.
    const interrupted = process.stdin.isTTY ? () => undefined : forward;
    process.on('SIGTERM', forward);
    process.on('SIGINT', interrupted);
    const orphaned = onceOrphaned(() => forward('SIGTERM'));
    child.once('error', (error) => {
      console.error(error.message);
      done(1);
    });
    child.once('close', (code, signal) => {
      process.off('SIGTERM', forward);
      process.off('SIGINT', interrupted);
      clearInterval(orphaned);
      if (quiet && code !== 0) {
        process.stderr.write(Buffer.concat(output));
        failed(Buffer.concat(output).toString());
      }
      done(code ?? (signal ? 1 : 0));
    });
  });
}

/** npm sends SIGTERM to the shell that it started us with, which ends without telling us: all we see is that our parent is another one. */
function onceOrphaned(act) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return undefined;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    act();
  }, 500);
  return watch;
}
