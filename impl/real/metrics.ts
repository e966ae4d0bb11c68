// A node's numbers in the Prometheus text format.

import type { RuntimeSummary } from './node-runtime.ts';

/** The page to be served, and its content type. */
export type MetricsPage = { readonly text: string; readonly contentType: string };

/** Renders a summary. The library is loaded at the first call: most nodes are never asked. */
export async function renderMetrics(summary: RuntimeSummary): Promise<MetricsPage> {
  const { Gauge, Registry } = await import('prom-client');
  const registry = new Registry();
  registry.setDefaultLabels({ node: summary.id });
  const registers = [registry];
  const plain: readonly (readonly [string, string, number])[] = [
    ['quorate_up', 'Whether the node runs', summary.phase === 'running' ? 1 : 0],
    ['quorate_keys', 'Keys with a local copy', summary.keys],
    ['quorate_hinted_keys', 'Keys with versions kept for other nodes', summary.hintedKeys],
    ['quorate_pending_puts', 'Puts that wait for acknowledgements', summary.pendingPuts],
    ['quorate_pending_gets', 'Gets that wait for answers or repair', summary.pendingGets],
    ['quorate_unsynced_writes', 'Batches on their way to disk', summary.unsyncedWrites],
    ['quorate_suspects', 'Peers believed to be down', summary.suspects.length],
    ['quorate_dropped_frames', 'Frames dropped unsent since the start', summary.droppedFrames],
  ];
  for (const [name, help, value] of plain) new Gauge({ name, help, registers }).set(value);
  const refused = new Gauge({
    name: 'quorate_refused_frames',
    help: 'Received frames dropped since the start, by reason',
    labelNames: ['reason'],
    registers,
  });
  for (const [reason, count] of Object.entries(summary.refusedFrames)) {
    refused.set({ reason }, count);
  }
  const responses = new Gauge({
    name: 'quorate_responses',
    help: 'Client requests answered since the start, by outcome',
    labelNames: ['outcome'],
    registers,
  });
  for (const [outcome, count] of Object.entries(summary.responses)) {
    responses.set({ outcome }, count);
  }
  return { text: await registry.metrics(), contentType: registry.contentType };
}
