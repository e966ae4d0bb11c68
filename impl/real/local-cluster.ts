// A cluster of node processes on this machine.

import { type ChildProcess, fork } from 'node:child_process';
import { freePorts } from './free-ports.ts';
import { paged } from './page.ts';
import { nodeData, serveCommand } from './serve-command.ts';
import type { CommandIo } from './serve.ts';
import type { Member, ServerOptionsInput } from './server-options.ts';

/** What the cluster is to be. `basePort` 0 lets the system choose all ports. */
export type ClusterPlan = {
  readonly nodes: number;
  readonly host: string;
  readonly basePort: number;
  readonly data: string;
  readonly settings: NonNullable<ServerOptionsInput['cluster']>;
  readonly logLevel: NonNullable<ServerOptionsInput['logLevel']>;
};

const PEER_PORTS_ABOVE = 100;
const HEALTH_DEADLINE_MS = 20_000;
const STOP_DEADLINE_MS = 5000;

type NodeProcess = { readonly member: Member; readonly child: ChildProcess };

/**
 * Starts one process a node, waits until all serve, prints their addresses, and stops them all when
 * `stop` resolves, or when one ends before all serve. One that ends later is told of, with the command
 * that starts it again, and the others go on. Returns the exit code: 0 once it was told to stop, else
 * that of the node that ended first.
 */
export async function runCluster(
  plan: ClusterPlan,
  io: CommandIo,
  stop: Promise<unknown>,
): Promise<number> {
  const members = await planMembers(plan);
  const processes = members.map((member) => startProcess(member, { members, plan }, io));
  const ends = processes.map(({ child, member }) => endOf(child, member));
  const healthy = Promise.all(processes.map(({ child }) => serving(child)));
  const stopping = stop.then((): End => ({ code: 0, text: 'stopping' }));
  // A node's end first: of one that ends before it serves, the exit code says more than the absence.
  const early = await Promise.race([
    ...ends.map(async (end): Promise<End> => {
      const { code, text } = await end;
      return { code, text: `${text}; stopping the others.` };
    }),
    stopping,
    healthy.then((answers) => (answers.every(Boolean) ? null : NOT_HEALTHY)),
  ]);
  const end = early ?? (await servingUntil(stopping, { plan, processes, ends }, io));
  io.stderr.write(paged(end.text));
  await Promise.all(processes.map(({ child }) => stopProcess(child)));
  return end.code;
}

type Serving = {
  readonly plan: ClusterPlan;
  readonly processes: readonly NodeProcess[];
  /** How each process ends, in the same order. */
  readonly ends: readonly Promise<End>[];
};

/** Lets the nodes serve until they are to stop or none is left, and tells of those that end. */
async function servingUntil(
  stopping: Promise<End>,
  { plan, processes, ends }: Serving,
  io: CommandIo,
): Promise<End> {
  const members = processes.map(({ member }) => member);
  for (const { id, host, httpPort } of members) {
    io.stdout.write(`${id} http://${host}:${httpPort}\n`);
  }
  const pids = processes.map(({ child, member }) => `${member.id} is process ${child.pid}`);
  io.stderr.write(paged(`All nodes serve (${pids.join(', ')}). Ctrl-C stops them.`));
  let isOver = false;
  const tell = async (index: number, member: Member): Promise<End> => {
    const end = (await ends[index]) ?? NOT_HEALTHY;
    if (isOver) return end;
    io.stderr.write(
      paged(`${end.text}; the others go on. To start it again, in another terminal:`),
    );
    io.stderr.write(`  ${serveCommand(member, members, plan)}\n`);
    return end;
  };
  const told = members.map((member, index) => tell(index, member));
  const allEnded = Promise.all(told).then(async (): Promise<End> => {
    const { code } = await Promise.race(told);
    return { code, text: 'No node is left.' };
  });
  const end = await Promise.race([stopping, allEnded]);
  isOver = true;
  return end;
}

type End = { readonly code: number; readonly text: string };

const NOT_HEALTHY: End = {
  code: 69,
  text: `Not all nodes served within ${HEALTH_DEADLINE_MS / 1000} s; their logs above say why.`,
};

async function planMembers({ nodes, host, basePort }: ClusterPlan): Promise<readonly Member[]> {
  const chosen = basePort === 0 ? await freePorts(host, 2 * nodes) : [];
  return Array.from({ length: nodes }, (_, index) => ({
    id: `n${index + 1}`,
    host,
    httpPort: chosen[index] ?? basePort + index + 1,
    peerPort: chosen[nodes + index] ?? basePort + PEER_PORTS_ABOVE + index + 1,
  }));
}

function startProcess(
  member: Member,
  { members, plan }: { readonly members: readonly Member[]; readonly plan: ClusterPlan },
  io: CommandIo,
): NodeProcess {
  const { data, settings, logLevel } = plan;
  const options: ServerOptionsInput = {
    id: member.id,
    data: nodeData(data, member.id),
    members: [...members],
    cluster: settings,
    logLevel,
  };
  const program = new URL('./node-main.ts', import.meta.url);
  const child = fork(program, [JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  child.stderr?.on('data', (text: Buffer) => io.stderr.write(text));
  return { member, child };
}

function endOf(child: ChildProcess, { id }: Member): Promise<End> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 69, text: `${id}: ${error.message}` }));
    child.once('exit', (code, signal) =>
      resolve({
        code: code ?? 69,
        text: `Node ${id} ended (${signal ?? `exit code ${code}`})`,
      }),
    );
  });
}

/** Resolves when the process itself says that it serves, true, or has taken too long, false. */
function serving(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => resolve(false), HEALTH_DEADLINE_MS);
    const settle = (healthy: boolean): void => {
      clearTimeout(deadline);
      resolve(healthy);
    };
    child.once('message', () => settle(true));
    child.once('exit', () => settle(false));
  });
}

function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
