import { isPluginError } from '@clipgraph/contracts';

import { closeOnSignal } from './close-on-signal.ts';
import { ConfigError } from './config.ts';
import { startGateway } from './gateway.ts';
import { welcomeText } from './welcome-text.ts';

try {
  const gateway = await startGateway();
  process.stdout.write(welcomeText(gateway));
  closeOnSignal(gateway, (line) => process.stdout.write(`\n${line}\n`));
} catch (error) {
  // A store in use or a database that is gone is for the operator to put right as well.
  if (!(error instanceof ConfigError) && !isPluginError(error)) throw error;
  process.stderr.write(`\nclipgraph cannot start:\n${error.message}\n`);
  process.exitCode = 1;
}
