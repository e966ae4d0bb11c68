// Why a node does not come up, in words for the person who started it.

import { match } from 'ts-pattern';
import type { ConfigurationError } from '../core/configuration.ts';
import type { HaltReason } from '../core/step.types.ts';
import type { DiskError } from './level-disk.ts';

/** What keeps a node from starting. */
export type StartError =
  | ConfigurationError
  | { readonly kind: 'disk'; readonly error: DiskError }
  | { readonly kind: 'halted'; readonly directory: string; readonly reason: HaltReason }
  | { readonly kind: 'addressInUse'; readonly address: string }
  | { readonly kind: 'addressUnusable'; readonly address: string; readonly reason: string };

// On an empty or older directory the node would count on from too low a number: writes that it then
// acknowledges look like ones that were seen long ago, and the others drop them.
const DAMAGE_ADVICE = [
  'The disk or the copy is damaged. Put the directory back as it last was, or replace the node by',
  'one with another name: on an empty or older directory it would number new writes like old ones.',
].join(' ');

/** The exit codes of `serve`: 64 usage, 65 damaged data, 69 an address or disk, 78 wrong directory. */
export function exitCodeOf(error: StartError): number {
  return match(error)
    .with({ kind: 'invalidConfiguration' }, () => 64)
    .with({ kind: 'halted', reason: { kind: 'foreignDirectory' } }, () => 78)
    .with({ kind: 'halted', reason: { kind: 'missingIdentity' } }, () => 78)
    .with({ kind: 'halted', reason: { kind: 'corruptRecord' } }, () => 65)
    .with({ kind: 'disk', error: { kind: 'damaged' } }, () => 65)
    .otherwise(() => 69);
}

/** What, where, why and what to do. */
export function describeStartError(error: StartError): string {
  return match(error)
    .with(
      { kind: 'invalidConfiguration' },
      ({ issues }) =>
        `The node's options make no sense:\n${issues.map((i) => `  ${i}`).join('\n')}`,
    )
    .with({ kind: 'disk', error: { kind: 'locked' } }, ({ error: { directory } }) =>
      [
        `The data directory ${directory} is in use by another process.`,
        'Stop that process, or give this node a directory of its own.',
      ].join(' '),
    )
    .with({ kind: 'disk', error: { kind: 'damaged' } }, ({ error: { directory, reason } }) =>
      [`Part of what was written to ${directory} is lost (${reason}).`, DAMAGE_ADVICE].join(' '),
    )
    .with({ kind: 'disk', error: { kind: 'unusable' } }, ({ error: { directory, reason } }) =>
      [
        `The data directory ${directory} cannot be opened: ${reason}.`,
        'Check that the path exists, is a directory, and may be written to.',
      ].join(' '),
    )
    .with({ kind: 'halted' }, ({ directory, reason }) => describeHalt(directory, reason))
    .with({ kind: 'addressInUse' }, ({ address }) =>
      [
        `The address ${address} is in use by another process.`,
        'Stop that process, or choose another port.',
      ].join(' '),
    )
    .with({ kind: 'addressUnusable' }, ({ address, reason }) =>
      [`Cannot listen on ${address}: ${reason}.`, 'Check the host name and the port.'].join(' '),
    )
    .exhaustive();
}

/** Why a node stopped for good, and what to do. */
export function describeHalt(directory: string, reason: HaltReason): string {
  return match(reason)
    .with({ kind: 'foreignDirectory' }, ({ owner }) =>
      [
        `The data directory ${directory} belongs to node ${owner}.`,
        `Start it as ${owner}, or give this node a directory of its own.`,
      ].join(' '),
    )
    .with({ kind: 'missingIdentity' }, () =>
      [
        `The data directory ${directory} holds records but not whose they are.`,
        'It is damaged or was made by another program; give this node another directory.',
      ].join(' '),
    )
    .with({ kind: 'corruptRecord' }, ({ diskKey, error }) =>
      [`The record ${diskKey} in ${directory} cannot be read (${error.kind}).`, DAMAGE_ADVICE].join(
        ' ',
      ),
    )
    .with({ kind: 'diskFailed' }, () =>
      [
        `Writing to ${directory} failed; nothing that was not safe has been promised to anybody.`,
        'Check the disk for space and errors, then start the node again.',
      ].join(' '),
    )
    .exhaustive();
}
