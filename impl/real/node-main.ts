// The program of one node process of `cluster`: its options come as one JSON argument.

import { serveUntil, stopSignal } from './serve.ts';

process.exitCode = await serveUntil(JSON.parse(process.argv[2] ?? 'null'), process, stopSignal());
if (process.connected) process.disconnect?.();
