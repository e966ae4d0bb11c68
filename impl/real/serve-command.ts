// The command that runs one node of a cluster by itself.

import { join } from 'node:path';
import type { Member, ServerOptionsInput } from './server-options.ts';

/** What the nodes of a cluster have in common. */
export type Shared = {
  readonly data: string;
  readonly settings: NonNullable<ServerOptionsInput['cluster']>;
  readonly logLevel: string;
};

/** What starts a node of a cluster again: on its own records and ports, with the settings of the others. */
export function serveCommand(
  { id }: Member,
  members: readonly Member[],
  { data, settings, logLevel }: Shared,
): string {
  const all = members.map((one) => `${one.id}=${one.host}:${one.peerPort}:${one.httpPort}`);
  const given = {
    id,
    data: nodeData(data, id),
    members: all.join(','),
    replicas: settings['n'],
    reads: settings['r'],
    writes: settings['w'],
    repair: settings['repair'],
    policy: settings['policy'],
    'log-level': logLevel,
  };
  const words = Object.entries(given).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number'
      ? [`--${name} ${quoted(String(value))}`]
      : [],
  );
  const strict = settings['sloppy'] === false ? ['--strict'] : [];
  return ['npx quorate serve', ...words, ...strict].join(' ');
}

/** Where a node of a cluster keeps its records. */
export function nodeData(data: string, id: string): string {
  return join(data, id);
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
