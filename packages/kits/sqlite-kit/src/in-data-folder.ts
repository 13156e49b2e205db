import { isPluginError, SettingError } from '@clipgraph/contracts';

/**
 * Opens what is in a gateway's data folder. What its plugin refuses is for whoever starts the gateway to put right, who may know
 * where that folder is: rejects with a SettingError that says it, and what sets it.
 */
export async function inDataFolder<Opened>(dataDir: string, open: () => Promise<Opened>): Promise<Opened> {
  try {
    return await open();
  } catch (error) {
    if (!isPluginError(error)) throw error;
    const why = error.message.replace(/\.?$/, '.');
    throw new SettingError(`${why} The data folder is ${dataDir}, which one server uses at a time; CLIPGRAPH_DATA_DIR sets another.`, {
      cause: error,
    });
  }
}
