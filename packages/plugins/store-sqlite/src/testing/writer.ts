/* A process of its own for the tests: writes batches into a store and tells how many records were acknowledged. */
import { argv } from 'node:process';
import { isPluginError } from '@clipgraph/contracts';
import { sqliteStore } from '../sqlite-store.ts';

const BATCH = 50;
const [path, most = '100000'] = argv.slice(2);

try {
  const store = await sqliteStore({ path: path! });
  await store.createCollection({ name: 'pictures', fingerprint: 'f', model: 'm', dimensions: 2 });
  for (let count = 0; count < Number(most); count += BATCH) {
    const records = Array.from({ length: BATCH }, (_, i) => ({
      key: `k${count + i}`,
      payload: { title: 'x'.repeat(200) },
      vectors: { image: Float32Array.of(1, 0) },
    }));
    await store.upsert('pictures', 'f', records);
    process.send?.(count + BATCH);
    if (!process.send) process.stdout.write(`${count + BATCH}\n`);
  }
} catch (error) {
  process.stderr.write(isPluginError(error) ? `${error.code} ${error.message}\n` : `${String(error)}\n`);
  process.exit(1);
}
