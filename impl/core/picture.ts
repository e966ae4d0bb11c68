// Versions and messages as plain data, for people and programs that look at the store from outside.

import type { Clock, NodeId } from './clock.ts';
import type { Message } from './message.types.ts';
import type { Dot, Version } from './version.ts';

/** A clock as a plain record, ascending by node; nodes that stand at 0 are absent. */
export type ClockPicture = Readonly<Record<NodeId, number>>;

/**
 * A version as plain JSON. `value` has one character a byte, U+0000 to U+00FF: an ASCII value reads
 * as itself, any other is still told apart from every other.
 */
export type VersionPicture = {
  readonly dot: Dot;
  readonly clock: ClockPicture;
  readonly stamp: number;
  readonly value: string;
};

type Pictured<M> = M extends { readonly versions: readonly Version[] }
  ? Omit<M, 'versions'> & { readonly versions: readonly VersionPicture[] }
  : M;

/** A message as plain JSON: the same fields, versions pictured. */
export type MessagePicture = Pictured<Message>;

/** Pictures a clock. */
export function pictureClock(clock: Clock): ClockPicture {
  return Object.fromEntries(clock);
}

/** Pictures a version. */
export function pictureVersion({ dot, clock, stamp, value }: Version): VersionPicture {
  return {
    dot: { node: dot.node, counter: dot.counter },
    clock: pictureClock(clock),
    stamp,
    value: Buffer.from(value).toString('latin1'),
  };
}

/** Pictures a list of versions, in its order, which is the canonical one. */
export function pictureVersions(versions: readonly Version[]): readonly VersionPicture[] {
  return versions.map(pictureVersion);
}

/** Pictures a message. */
export function pictureMessage(message: Message): MessagePicture {
  if (!('versions' in message)) return message;
  return { ...message, versions: pictureVersions(message.versions) };
}
