/** Generated values and histories for the laws of spec/values. */

import fc from 'fast-check';
import type { IdSet } from '../../../spec/values/id-set.ts';
import { union } from '../../../spec/values/id-set.ts';
import type { Copy, Seen } from '../../../spec/values/minting.ts';
import {
  companions,
  contextAfter,
  contextOf,
  joinContexts,
  mint,
  noContext,
  noCopy,
  pastOf,
} from '../../../spec/values/minting.ts';
import type { Ring } from '../../../spec/values/ring.ts';
import { ringOf } from '../../../spec/values/ring.ts';
import type { Mode, Version, Versioning } from '../../../spec/values/version.ts';
import { merge } from '../../../spec/values/version.ts';

/** Every mode. */
export const modes: readonly Mode[] = ['vv-ctx', 'vv-node', 'dvv', 'lww'];

const nodes = ['A', 'B', 'C'];
const clock = fc.dictionary(fc.constantFrom(...nodes), fc.integer({ min: 1, max: 3 }));

/** Versions as they may turn up after any damage, not only those of a sound history. */
export function anyVersions(mode: Mode): fc.Arbitrary<readonly Version[]> {
  const version = fc.record({
    dot: fc.record({ node: fc.constantFrom(...nodes), counter: fc.integer({ min: 1, max: 3 }) }),
    clock,
    stamp: mode === 'lww' ? fc.integer({ min: 0, max: 3 }) : fc.constant(0),
    value: fc.constantFrom('p1', 'p2', 'p3'),
    ghost: fc.constant({ past: {} }),
  });
  return fc.array(version, { maxLength: 4 });
}

/** One thing that happens in a history: a put, a get, or one node's copy reaching another. */
export type Happening =
  | { readonly kind: 'put'; readonly client: number; readonly at: number; readonly blind: boolean }
  | { readonly kind: 'get'; readonly client: number; readonly at: number }
  | { readonly kind: 'replicate'; readonly put: number; readonly to: number }
  | { readonly kind: 'sync'; readonly from: number; readonly to: number };

const place = fc.integer({ min: 0, max: 2 });
const client = fc.integer({ min: 0, max: 1 });

/** Histories of two clients over three nodes. */
export const histories: fc.Arbitrary<readonly Happening[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('put' as const), client, at: place, blind: fc.boolean() }),
    fc.record({ kind: fc.constant('get' as const), client, at: place }),
    fc.record({ kind: fc.constant('replicate' as const), put: fc.nat(9), to: place }),
    fc.record({ kind: fc.constant('sync' as const), from: place, to: place }),
  ),
  { maxLength: 16 },
);

/** What a history leaves behind. */
export interface Outcome {
  readonly copies: readonly Copy[];
  /** Every version that was minted, in order. */
  readonly minted: readonly Version[];
  /** Every set of versions that was sent for a put. */
  readonly sent: readonly (readonly Version[])[];
}

const nothingSeen: Seen = { context: noContext, ghost: { past: {} } };

/** Plays a history; `sends` says what travels with a new version. */
export function play(
  versioning: Versioning,
  history: readonly Happening[],
  sends: typeof companions = companions,
): Outcome {
  const copies = nodes.map(() => noCopy);
  const sessions = [nothingSeen, nothingSeen];
  const minted: Version[] = [];
  const sent: (readonly Version[])[] = [];
  const copyAt = (at: number): Copy => copies[at] ?? noCopy;
  const learn = (at: number, versions: readonly Version[]): void => {
    const copy = copyAt(at);
    copies[at] = { ...copy, versions: merge(versioning.mode, copy.versions, versions) };
  };
  const see = (who: number, seen: Seen): void => {
    const session = sessions[who] ?? nothingSeen;
    const past = union(session.ghost.past, seen.ghost.past);
    sessions[who] = { context: joinContexts(session.context, seen.context), ghost: { past } };
  };
  for (const happening of history) {
    switch (happening.kind) {
      case 'put': {
        const { at, blind, client: who } = happening;
        const seen = blind ? nothingSeen : (sessions[who] ?? nothingSeen);
        const write = { ...seen, value: `p${minted.length}` };
        const { version, copy } = mint(versioning, copyAt(at), nodes[at] ?? 'A', write);
        copies[at] = copy;
        minted.push(version);
        sent.push(sends(versioning, copy, version));
        see(who, contextAfter(versioning, version, write));
        break;
      }
      case 'get': {
        const { versions } = copyAt(happening.at);
        const past: IdSet = pastOf(versions);
        see(happening.client, { context: contextOf(versioning, versions), ghost: { past } });
        break;
      }
      case 'replicate':
        learn(happening.to, sent[happening.put] ?? []);
        break;
      case 'sync':
        learn(happening.to, copyAt(happening.from).versions);
        break;
    }
  }
  return { copies, minted, sent };
}

/** Rings of three to eight nodes with one to four tokens each, and three keys. */
export const rings: fc.Arbitrary<Ring> = fc
  .record({
    nodes: fc.integer({ min: 3, max: 8 }),
    tokens: fc.integer({ min: 1, max: 4 }),
    places: fc.uniqueArray(fc.nat(99), { minLength: 32, maxLength: 32 }),
    keys: fc.tuple(fc.nat(110), fc.nat(110), fc.nat(110)),
  })
  .map(({ nodes: count, tokens, places, keys: [k, l, m] }) =>
    ringOf(
      places
        .slice(0, count * tokens)
        .map((position, at) => ({ position, node: `n${(at % count) + 1}` })),
      { k, l, m },
    ),
  );

/** The keys that every generated ring places. */
export const keys = ['k', 'l', 'm'] as const;
