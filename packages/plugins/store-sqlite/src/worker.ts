/* The worker's thread: owns the database and the matrices, answers calls one after another. */
import { workerData } from 'node:worker_threads';
import { serveCalls } from '@clipgraph/sqlite-kit';
import { storeErrors } from './database.ts';
import { SqliteEngine } from './engine.ts';
import type { EngineOptions } from './protocol.ts';

serveCalls({ open: () => new SqliteEngine(workerData as EngineOptions), errors: storeErrors });
