// What a node is told about itself and its cluster, checked before it is believed.

import * as v from 'valibot';
import type { NodeId } from './clock.ts';
import { CONFLICT_POLICIES, type ConflictPolicy } from './conflict-policy.ts';
import { NODE_ID_PATTERN } from './limits.ts';
import type { Result } from './result.types.ts';
import { makeRing, type Position, type Ring, scatterTokens } from './ring.ts';

/**
 * When a get writes what it found back to the replicas that lack it: never, after answering
 * (DeCandia 2007 5), or before answering, until every later read quorum must meet it.
 */
export const REPAIR_MODES = ['off', 'async', 'block'] as const;

/** One of the read repair modes. */
export type RepairMode = (typeof REPAIR_MODES)[number];

/** How long the node waits, in milliseconds, for what. */
export type TimerDurations = {
  readonly requestTimeout: number;
  readonly repairTimeout: number;
  readonly handoffDelay: number;
  readonly handoffRetry: number;
};

/**
 * A node's checked configuration. `nodes` are all nodes, itself included, sorted.
 * `n` replicas a key, `r` answers a get, `w` acknowledgements a put (lecture "Dynamo Consistency").
 */
export type NodeConfiguration = {
  readonly id: NodeId;
  readonly nodes: readonly NodeId[];
  readonly ring: Ring;
  readonly n: number;
  readonly r: number;
  readonly w: number;
  readonly repair: RepairMode;
  readonly sloppy: boolean;
  readonly policy: ConflictPolicy;
  readonly timers: TimerDurations;
};

/** A configuration that makes no sense, with one line an issue. */
export type ConfigurationError = {
  readonly kind: 'invalidConfiguration';
  readonly issues: readonly string[];
};

const nodeId = v.pipe(v.string(), v.regex(NODE_ID_PATTERN, 'a node id is 1 to 63 of A-Za-z0-9_.-'));
const position = v.pipe(
  v.union(
    [
      v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
    ],
    'a position is a whole number from 0 up, or 32 lower-case hex digits',
  ),
  v.transform((given): Position => BigInt(typeof given === 'number' ? given : `0x${given}`)),
);
// v.record would leave out a key that is called `constructor`, `prototype` or `__proto__`.
const positions = v.pipe(
  v.custom<{ [key: string]: v.InferInput<typeof position> }>(isRecord, 'keys are no object'),
  v.rawTransform(({ dataset, addIssue, NEVER }): ReadonlyMap<string, Position> => {
    const { value: input } = dataset;
    const found = new Map<string, Position>();
    for (const [key, value] of Object.entries(input)) {
      const parsed = v.safeParse(position, value);
      if (!parsed.success) {
        const [{ message }] = parsed.issues;
        addIssue({ message, path: [{ type: 'object', origin: 'value', input, key, value }] });
        return NEVER;
      }
      found.set(key, parsed.output);
    }
    return found;
  }),
);
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000));
const milliseconds = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 31 - 1));

const ring = v.variant('kind', [
  v.strictObject({ kind: v.literal('scattered'), tokensPerNode: v.optional(count, 64) }),
  v.strictObject({
    kind: v.literal('fixed'),
    tokens: v.array(v.strictObject({ position, node: nodeId })),
    keys: v.optional(positions, {}),
  }),
]);

const timers = v.strictObject({
  requestTimeout: v.optional(milliseconds, 1000),
  repairTimeout: v.optional(milliseconds, 1000),
  handoffDelay: v.optional(milliseconds, 1000),
  handoffRetry: v.optional(milliseconds, 1000),
});

const schema = v.pipe(
  v.strictObject({
    id: nodeId,
    nodes: v.pipe(v.array(nodeId), v.minLength(1), v.maxLength(1000)),
    ring: v.optional(ring, { kind: 'scattered' }),
    n: v.optional(count, 3),
    r: v.optional(count, 2),
    w: v.optional(count, 2),
    repair: v.optional(v.picklist(REPAIR_MODES), 'async'),
    sloppy: v.optional(v.boolean(), true),
    policy: v.optional(v.picklist(CONFLICT_POLICIES), 'dvv'),
    timers: v.optional(timers, {}),
  }),
  v.check(({ id, nodes }) => nodes.includes(id), 'id is not among nodes'),
  v.check(({ nodes }) => new Set(nodes).size === nodes.length, 'nodes names a node twice'),
  v.check(({ n, r }) => r <= n, 'r is greater than n: no get could ever be answered'),
  v.check(({ n, w }) => w <= n, 'w is greater than n: no put could ever be answered'),
  v.check(
    ({ nodes, r, w }) => Math.max(r, w) <= nodes.length,
    'there are fewer nodes than r or w: some requests could never be answered',
  ),
  v.check(
    ({ ring: given, nodes }) =>
      given.kind === 'scattered' || given.tokens.every(({ node }) => nodes.includes(node)),
    'ring.tokens names a node that is not among nodes',
  ),
);

/**
 * A configuration as it is written down. Defaults: (n, r, w) = (3, 2, 2), 64 scattered tokens a
 * node, repair `async`, sloppy quorums, policy `dvv`, all timers 1000 ms. `ring.keys` of a fixed
 * ring pins keys to positions.
 */
export type ConfigurationInput = v.InferInput<typeof schema>;

/** Checks a configuration that came from outside and fills in the defaults. */
export function parseConfiguration(input: unknown): Result<NodeConfiguration, ConfigurationError> {
  const parsed = v.safeParse(schema, input);
  if (!parsed.success) return invalid(parsed.issues.map(issueText));
  const { ring: given, nodes, ...rest } = parsed.output;
  const sorted = nodes.toSorted();
  const made =
    given.kind === 'fixed'
      ? makeRing(given.tokens, given.keys)
      : makeRing(scatterTokens(sorted, given.tokensPerNode));
  return { kind: 'ok', value: { ...rest, nodes: sorted, ring: made } };
}

/** The answer to what makes no sense, with one line an issue. */
export function invalid(issues: readonly string[]): Result<never, ConfigurationError> {
  return { kind: 'error', error: { kind: 'invalidConfiguration', issues } };
}

/** An issue in one line, behind the path of what it is about. */
export function issueText(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return path === null ? issue.message : `${path}: ${issue.message}`;
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
