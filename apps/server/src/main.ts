import { parseArgs } from 'node:util';

import { isPluginError } from '@clipgraph/contracts';
import { closeOnSignal } from '@clipgraph/gateway';

import { serve } from './serve.ts';
import { welcomeText } from './welcome-text.ts';

/** `npm start` is a script of this repository, where the command line is another one. */
const COMMAND = 'npm run clipgraph --';

try {
  const { values } = parseArgs({ options: { config: { type: 'string' } } });
  const gateway = await serve({ folder: process.env['INIT_CWD'] ?? process.cwd(), configFile: values.config, env: process.env });
  process.stdout.write(welcomeText(gateway, COMMAND));
  closeOnSignal(gateway, (line) => process.stdout.write(`\n${line}\n`));
} catch (error) {
  // A store in use or a database that is gone is for the operator to put right as well.
  if (!isForOperators(error)) throw error;
  process.stderr.write(`\nclipgraph cannot start:\n${error.message.replaceAll(/(?<=: )clipgraph (?=models )/g, `${COMMAND} `)}\n`);
  process.exitCode = 1;
}

function isForOperators(error: unknown): error is Error {
  const isArgument = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  return isPluginError(error) || isArgument || (error instanceof Error && error.name === 'ConfigError');
}
