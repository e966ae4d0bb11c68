// What a node process is started with.

import * as v from 'valibot';
import {
  type ConfigurationError,
  invalid,
  issueText,
  type NodeConfiguration,
  parseConfiguration,
} from '../core/configuration.ts';
import type { Result } from '../core/result.types.ts';
import type { ProbeTimes } from './failure-detector.ts';

const port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65535));
const milliseconds = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 31 - 1));
const member = v.strictObject({
  id: v.string(),
  host: v.optional(v.pipe(v.string(), v.minLength(1)), '127.0.0.1'),
  peerPort: port,
  httpPort: port,
});

const schema = v.strictObject({
  id: v.string(),
  data: v.pipe(v.string(), v.minLength(1)),
  members: v.pipe(v.array(member), v.minLength(1)),
  cluster: v.optional(v.record(v.string(), v.unknown()), {}),
  probeEvery: v.optional(milliseconds, 500),
  silentAfter: v.optional(milliseconds, 2000),
  logLevel: v.optional(
    v.picklist(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    'info',
  ),
});

/** A node of the cluster: where its peers and its clients reach it. Loopback unless said. */
export type Member = v.InferOutput<typeof member>;

/**
 * Options as given: this node's `id`, its `data` directory, all `members` (itself included), and in
 * `cluster` anything of a `ConfigurationInput` but `id` and `nodes`.
 */
export type ServerOptionsInput = v.InferInput<typeof schema>;

/** Checked options. `self` is this node's own entry in `members`. */
export type ServerOptions = {
  readonly configuration: NodeConfiguration;
  readonly data: string;
  readonly self: Member;
  readonly members: readonly Member[];
  readonly probe: ProbeTimes;
  readonly logLevel: string;
};

/** Checks options that came from outside. */
export function parseServerOptions(input: unknown): Result<ServerOptions, ConfigurationError> {
  const parsed = v.safeParse(schema, input);
  if (!parsed.success) return invalid(parsed.issues.map(issueText));
  const { id, data, members, cluster, probeEvery, silentAfter, logLevel } = parsed.output;
  const nodes = members.map((each) => each.id);
  const configuration = parseConfiguration({ ...cluster, id, nodes });
  if (configuration.kind === 'error') return configuration;
  const self = members.find((each) => each.id === id);
  if (self === undefined) return invalid([`members has no entry for ${id}`]);
  const probe = { probeEvery, silentAfter };
  return {
    kind: 'ok',
    value: { configuration: configuration.value, data, self, members, probe, logLevel },
  };
}
