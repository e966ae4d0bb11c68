// The program of one node process of `cluster`: its options come as one JSON argument, and what it
// would print it tells its parent instead, which so knows that this very process serves.

import { serveUntil, stopSignal } from './serve.ts';

const io = {
  stdout: { write: (text: string | Uint8Array) => process.send?.(String(text)) },
  stderr: process.stderr,
};

process.exitCode = await serveUntil(JSON.parse(process.argv[2] ?? 'null'), io, stopSignal());
if (process.connected) process.disconnect?.();
