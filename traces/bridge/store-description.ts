/** A model's description of its store, checked, and the configurations that make such a store. */

import * as v from 'valibot';
import { BrokenModel } from '../../checker/broken-model.ts';
import type { Model } from '../../checker/index.ts';
import { recordOf } from '../../checker/trace/record-schema.ts';
import { parseConfiguration } from '../../impl/core/configuration.ts';
import type { NodeConfiguration } from '../../impl/core/configuration.ts';
import type { ConflictPolicy } from '../../impl/core/conflict-policy.ts';
import type { Mode } from '../../spec/values/version.ts';

/** The store's name for the spec's way of numbering and comparing versions. */
export const policies: { readonly [Each in Mode]: ConflictPolicy } = {
  dvv: 'dvv',
  'vv-ctx': 'vv-ctx',
  'vv-node': 'vector-clock',
  lww: 'lww',
};

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const position = v.pipe(v.number(), v.integer(), v.minValue(0));
const description = v.strictObject({
  /** The positions of each node's tokens. */
  nodes: recordOf(v.array(position)),
  /** The position of each key. */
  keys: recordOf(position),
  n: count,
  r: count,
  w: count,
  repair: v.picklist(['off', 'async', 'block']),
  sloppy: v.boolean(),
  versioning: v.picklist(['dvv', 'vv-ctx', 'vv-node', 'lww']),
  /** By how much nodes' wall clocks are off; 0 if not named. */
  skew: recordOf(v.pipe(v.number(), v.integer())),
  /** The hosts that are clients. */
  clients: v.array(v.string()),
});

/** What a model says of its store. */
export type StoreDescription = v.InferOutput<typeof description>;

/**
 * Reads what a model says of its store.
 * @throws BrokenModel where no store can be built from it.
 */
export function storeDescription({ name, store }: Model): StoreDescription {
  const parsed = v.safeParse(description, store);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue) ?? 'store';
  throw new BrokenModel(
    `no store can be built from what the model says of it: ${where}: ${issue.message}. Describe it as storeOf of spec/cluster.model.ts does`,
    { model: name },
  );
}

/**
 * The configurations of the described store's nodes, in the order in which it names them.
 * @throws BrokenModel where the store refuses one.
 */
export function configurationsOf(
  described: StoreDescription,
  model: string,
): readonly NodeConfiguration[] {
  const { nodes, keys, n, r, w, repair, sloppy, versioning } = described;
  const tokens = Object.entries(nodes).flatMap(([node, positions]) =>
    positions.map((at) => ({ position: at, node })),
  );
  const ring = { kind: 'fixed', tokens, keys };
  const agreed = { nodes: Object.keys(nodes), ring, n, r, w, repair, sloppy };
  return Object.keys(nodes).map((id) => {
    const made = parseConfiguration({ id, ...agreed, policy: policies[versioning] });
    if (made.kind === 'ok') return made.value;
    throw new BrokenModel(
      `the store refuses the configuration that the model describes: ${made.error.issues.join('; ')}`,
      { model, host: id },
    );
  });
}
