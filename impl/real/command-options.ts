// From the words of a command line to the options of a node or a cluster.

import * as v from 'valibot';
import { CONFLICT_POLICIES } from '../core/conflict-policy.ts';
import { REPAIR_MODES } from '../core/configuration.ts';
import type { Result } from '../core/result.types.ts';
import type { ClusterPlan } from './local-cluster.ts';
import type { ServerOptionsInput } from './server-options.ts';

/** Options as a command-line library delivers them: text, or true. */
export type OptionValues = Readonly<Record<string, unknown>>;

/** The options that `serve` and `cluster` share: how the store replicates, and how it logs. */
export const SETTINGS_OPTIONS = [
  { flags: '--replicas <n>', description: 'replicas of every key (N)', default: '3' },
  { flags: '--reads <r>', description: 'answers that a get waits for (R)', default: '2' },
  { flags: '--writes <w>', description: 'acknowledgements that a put waits for (W)', default: '2' },
  {
    flags: '--repair <mode>',
    description: `read repair: ${REPAIR_MODES.join(', ')}`,
    default: 'async',
  },
  {
    flags: '--policy <policy>',
    description: `conflict policy: ${CONFLICT_POLICIES.join(', ')}`,
    default: 'dvv',
  },
  { flags: '--strict', description: 'strict quorums: no substitutes for home nodes' },
  { flags: '--log-level <level>', description: 'pino level', default: 'info' },
] as const;

function whole(name: string, lowest: number, highest: number) {
  const message = `--${name} must be a whole number from ${lowest} to ${highest}`;
  return v.pipe(
    v.string(message),
    v.regex(/^[0-9]{1,9}$/, message),
    v.transform(Number),
    v.minValue(lowest, message),
    v.maxValue(highest, message),
  );
}

const settings = {
  replicas: v.optional(whole('replicas', 1, 100), '3'),
  reads: v.optional(whole('reads', 1, 100), '2'),
  writes: v.optional(whole('writes', 1, 100), '2'),
  repair: v.optional(
    v.picklist(REPAIR_MODES, `--repair must be one of ${REPAIR_MODES.join(', ')}`),
    'async',
  ),
  policy: v.optional(
    v.picklist(CONFLICT_POLICIES, `--policy must be one of ${CONFLICT_POLICIES.join(', ')}`),
    'dvv',
  ),
  strict: v.optional(v.boolean(), false),
  logLevel: v.optional(
    v.picklist(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      '--log-level must be one of fatal, error, warn, info, debug, trace, silent',
    ),
    'info',
  ),
};

const memberPattern = /^(?<id>[^=]+)=(?<host>.+):(?<peerPort>[0-9]{1,5}):(?<httpPort>[0-9]{1,5})$/;

const serveSchema = v.object({
  ...settings,
  id: v.string('--id is needed: which of the members this node is'),
  data: v.string('--data is needed: the directory for the node’s records'),
  members: v.pipe(
    v.string('--members is needed: every node as id=host:peerPort:httpPort, comma between'),
    v.transform((text) => text.split(',')),
    v.everyItem(
      (text) => memberPattern.test(text),
      '--members must look like n1=127.0.0.1:7501:7401,n2=127.0.0.1:7502:7402',
    ),
  ),
});

const clusterSchema = v.object({
  ...settings,
  nodes: v.optional(whole('nodes', 1, 50), '3'),
  host: v.optional(v.string(), '127.0.0.1'),
  port: v.optional(whole('port', 0, 65_000), '7400'),
  data: v.optional(v.string(), '.quorate/store'),
});

// Present but undefined, so that what is missing is reported in the words of its own schema.
const NONE_GIVEN = { id: undefined, data: undefined, members: undefined };

type Settings = Pick<v.InferOutput<typeof clusterSchema>, keyof typeof settings>;

function replication(given: Settings): NonNullable<ServerOptionsInput['cluster']> {
  return {
    n: given.replicas,
    r: given.reads,
    w: given.writes,
    repair: given.repair,
    policy: given.policy,
    sloppy: !given.strict,
  };
}

/** The options of `serve`; an error is one line an issue. */
export function serverOptions(options: OptionValues): Result<ServerOptionsInput, string> {
  const parsed = v.safeParse(serveSchema, { ...NONE_GIVEN, ...options });
  if (!parsed.success) return { kind: 'error', error: issuesOf(parsed.issues) };
  const { id, data, members: texts, logLevel } = parsed.output;
  const members = texts.map((text) => {
    const groups = memberPattern.exec(text)?.groups ?? {};
    return {
      id: groups['id'] ?? '',
      host: groups['host'] ?? '',
      peerPort: Number(groups['peerPort']),
      httpPort: Number(groups['httpPort']),
    };
  });
  return {
    kind: 'ok',
    value: { id, data, members, logLevel, cluster: replication(parsed.output) },
  };
}

/** The options of `cluster`; an error is one line an issue. */
export function clusterPlan(options: OptionValues): Result<ClusterPlan, string> {
  const parsed = v.safeParse(clusterSchema, options);
  if (!parsed.success) return { kind: 'error', error: issuesOf(parsed.issues) };
  const { nodes, host, port: basePort, data, logLevel } = parsed.output;
  const plan = { nodes, host, basePort, data, logLevel, settings: replication(parsed.output) };
  return { kind: 'ok', value: plan };
}

function issuesOf(issues: readonly { readonly message: string }[]): string {
  return issues.map(({ message }) => message).join('\n');
}

/** The node that a client command talks to. */
export function nodeUrl(options: OptionValues): string {
  const given = options['node'];
  return typeof given === 'string' ? given : 'http://127.0.0.1:7401';
}
