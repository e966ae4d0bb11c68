// The store's part of the command line, as data: any command-line library can register it.

import { runCluster } from './real/local-cluster.ts';
import { getValue, putValue, type ClientFailure } from './real/http-client.ts';
import { paged } from './real/page.ts';
import { type CommandIo, serveUntil, stopSignal } from './real/serve.ts';
import {
  clusterPlan,
  nodeUrl,
  type OptionValues,
  SETTINGS_OPTIONS,
  serverOptions,
} from './real/command-options.ts';

/** An argument (`<key>`) or option (`--nodes <count>`) in commander's notation. */
export type CommandPart = {
  readonly flags: string;
  readonly description: string;
  readonly default?: string;
};

/**
 * A command. `action` gets the arguments in order, the options by their long name in camel case,
 * and resolves with the exit code; it writes to the process unless told otherwise.
 */
export type StoreCommand = {
  readonly name: string;
  readonly description: string;
  readonly arguments: readonly CommandPart[];
  readonly options: readonly CommandPart[];
  readonly action: (
    values: readonly string[],
    options: OptionValues,
    io?: CommandIo,
  ) => Promise<number>;
};

/** No quorum, or no node reached. */
const UNAVAILABLE = 69;
/** Nothing is stored under the key. */
const NOT_FOUND = 66;
const USAGE = 64;

const NODE_OPTION: CommandPart = {
  flags: '--node <url>',
  description: 'HTTP address of any node',
  default: 'http://127.0.0.1:7401',
};
const JSON_OPTION: CommandPart = { flags: '--json', description: 'print JSON' };

const serve: StoreCommand = {
  name: 'serve',
  description: 'run one node of the store until Ctrl-C',
  arguments: [],
  options: [
    { flags: '--id <node>', description: 'which of the members this node is' },
    { flags: '--data <directory>', description: 'where it keeps its records' },
    {
      flags: '--members <list>',
      description: 'all nodes, this one included: id=host:peerPort:httpPort,...',
    },
    ...SETTINGS_OPTIONS,
  ],
  action: async (_values, options, io = process) => {
    const read = serverOptions(options);
    if (read.kind === 'error') return refuse(io, read.error);
    return serveUntil(read.value, io, stopSignal());
  },
};

const cluster: StoreCommand = {
  name: 'cluster',
  description: 'run several nodes of the store on this machine until Ctrl-C',
  arguments: [],
  options: [
    { flags: '--nodes <count>', description: 'how many nodes', default: '3' },
    { flags: '--host <host>', description: 'address to listen on', default: '127.0.0.1' },
    {
      flags: '--port <port>',
      description: 'node i serves clients on port + i; 0: any free ports',
      default: '7400',
    },
    {
      flags: '--data <directory>',
      description: 'one directory a node is made in it',
      default: '.quorate/store',
    },
    ...SETTINGS_OPTIONS,
  ],
  action: async (_values, options, io = process) => {
    const read = clusterPlan(options);
    if (read.kind === 'error') return refuse(io, read.error);
    return runCluster(read.value, io, stopSignal());
  },
};

const get: StoreCommand = {
  name: 'get',
  description: 'read a key: its value, or all siblings, one a line',
  arguments: [{ flags: '<key>', description: 'the key' }],
  options: [NODE_OPTION, JSON_OPTION],
  action: async ([key = ''], options, io = process) => {
    const found = await getValue(nodeUrl(options), key);
    if (found.kind === 'failed') return complain(io, found);
    const values = found.values.map((value) => Buffer.from(value));
    if (options['json'] === true) {
      const siblings = values.map((value) => value.toString('base64'));
      io.stdout.write(`${JSON.stringify({ base64: siblings, context: found.context })}\n`);
    } else {
      for (const value of values) io.stdout.write(Buffer.concat([value, Buffer.from('\n')]));
      if (values.length > 1) io.stderr.write(`${values.length} siblings\n`);
      io.stderr.write(`context ${found.context}\n`);
    }
    if (values.length > 0) return 0;
    io.stderr.write(paged(`Nothing is stored under ${key}.`));
    return NOT_FOUND;
  },
};

const put: StoreCommand = {
  name: 'put',
  description: 'write a key; prints the context for the next write that replaces what was seen',
  arguments: [
    { flags: '<key>', description: 'the key' },
    { flags: '<value>', description: 'the new value' },
  ],
  options: [
    NODE_OPTION,
    {
      flags: '--context <token>',
      description: 'context of the read that this write replaces; without it a sibling is made',
    },
  ],
  action: async ([key = '', text = ''], options, io = process) => {
    const context = typeof options['context'] === 'string' ? options['context'] : null;
    const stored = await putValue(nodeUrl(options), { key, value: Buffer.from(text), context });
    if (stored.kind === 'failed') return complain(io, stored);
    io.stdout.write(`${stored.context}\n`);
    if (!stored.coversWrite) io.stderr.write(paged(besideOthers(key)));
    return 0;
  },
};

/** A client that took the printed context for one of its own write would make siblings for ever. */
function besideOthers(key: string): string {
  return [
    'This write stands beside others that it had not seen, and the context above covers none of them, nor this one.',
    `To replace them all, read them (quorate get ${key}) and put with that context.`,
  ].join(' ');
}

const status: StoreCommand = {
  name: 'status',
  description: 'show what a node knows of itself',
  arguments: [],
  options: [NODE_OPTION],
  action: async (_values, options, io = process) => {
    const url = nodeUrl(options);
    try {
      const response = await fetch(new URL('/status', url));
      const text = JSON.stringify(await response.json(), null, 2);
      io.stdout.write(`${text}\n`);
      return response.ok ? 0 : UNAVAILABLE;
    } catch {
      const message = `No answer from ${url}. Is the node running, and is this its HTTP address?`;
      return complain(io, { kind: 'failed', status: null, message });
    }
  },
};

function refuse(io: CommandIo, message: string): number {
  io.stderr.write(paged(message));
  return USAGE;
}

function complain(io: CommandIo, { status: code, message }: ClientFailure): number {
  io.stderr.write(paged(message));
  return code !== null && code < 500 ? USAGE : UNAVAILABLE;
}

/** All commands of the store. */
export const storeCommands: readonly StoreCommand[] = [serve, cluster, get, put, status];
