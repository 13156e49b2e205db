import { isPluginError } from '@clipgraph/spec';

import { ConfigError } from './config.ts';
import { startGateway } from './gateway.ts';
import { welcomeText } from './welcome-text.ts';

try {
  const gateway = await startGateway();
  process.stdout.write(welcomeText(gateway));
  let stopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    // A second signal means now.
    if (stopping) process.exit(signal === 'SIGINT' ? 130 : 143);
    stopping = true;
    process.stdout.write('\nFinishing what is under way (again to stop at once) ...\n');
    await gateway.close();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
} catch (error) {
  // A store in use or a database that is gone is for the operator to put right as well.
  if (!(error instanceof ConfigError) && !isPluginError(error)) throw error;
  process.stderr.write(`\nclipgraph cannot start:\n${error.message}\n`);
  process.exitCode = 1;
}
