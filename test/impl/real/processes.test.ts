import { type ChildProcess, fork, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { storeCommands } from '../../../impl/commands.ts';
import { runCluster, type ClusterPlan } from '../../../impl/real/local-cluster.ts';
import type { ServerOptionsInput } from '../../../impl/real/server-options.ts';
import { Cleanup, PATIENCE, Paper, planNodes } from '../real-nodes.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const PROGRAM = new URL('../../../impl/real/node-main.ts', import.meta.url);

function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `${code}`));
  });
}

async function startProcess(options: ServerOptionsInput): Promise<ChildProcess> {
  const child = fork(PROGRAM, [JSON.stringify(options)], { stdio: 'ignore' });
  cleanup.add(async () => child.kill('SIGKILL'));
  const { httpPort } = options.members.find(({ id }) => id === options.id) ?? { httpPort: 0 };
  await expect
    .poll(
      () =>
        fetch(`http://127.0.0.1:${httpPort}/status`).then(
          ({ ok }) => ok,
          () => false,
        ),
      {
        timeout: 15_000,
      },
    )
    .toBe(true);
  return child;
}

function urlOf(options: ServerOptionsInput | undefined, key: string): string {
  const member = options?.members.find(({ id }) => id === options.id);
  return `http://127.0.0.1:${member?.httpPort ?? 0}/kv/${key}`;
}

async function statusOfPut(url: string, body: string): Promise<number | null> {
  const answer = await fetch(url, { method: 'PUT', body }).catch(() => null);
  return answer?.status ?? null;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('node processes', () => {
  it('lose no acknowledged write when all of them are killed in the middle of writing', async () => {
    const plan = await planNodes(cleanup);
    const children = await Promise.all(plan.map(startProcess));
    const writes = Array.from({ length: 120 }, async (_, index) => {
      const url = urlOf(plan[index % 3], `key${index}`);
      return { index, status: await statusOfPut(url, `value ${index}`) };
    });
    await Promise.all(writes.slice(0, 20));
    const dead = children.map(ended);
    for (const child of children) child.kill('SIGKILL');
    expect(await Promise.all(dead)).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL']);
    const acknowledged = (await Promise.all(writes)).filter(({ status }) => status === 204);
    expect(acknowledged.length).toBeGreaterThanOrEqual(20);
    await Promise.all(plan.map(startProcess));
    for (const { index } of acknowledged) {
      const found = await fetch(urlOf(plan[0], `key${index}`));
      expect(await found.text()).toBe(`value ${index}`);
    }
  });

  it('end cleanly on SIGTERM and when their parent is gone', async () => {
    const plan = await planNodes(cleanup, { size: 2, cluster: { n: 1, r: 1, w: 1 } });
    const [one, two] = await Promise.all(plan.map(startProcess));
    if (one === undefined || two === undefined) throw new Error('two were started');
    const ends = [ended(one), ended(two)];
    one.kill('SIGTERM');
    two.disconnect();
    expect(await Promise.all(ends)).toEqual(['0', '0']);
  });

  it('end under npx when only its shell was told to', async () => {
    const [plan] = await planNodes(cleanup, { size: 1, cluster: { n: 1, r: 1, w: 1 } });
    if (plan === undefined) throw new Error('no plan');
    const words = [process.execPath, fileURLToPath(PROGRAM), JSON.stringify(plan)];
    const shell = spawn('sh', ['-c', '"$0" "$@" & echo $!; wait', ...words], {
      env: { ...process.env, npm_command: 'exec' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const paper = new Paper();
    shell.stdout.on('data', (text: Buffer) => paper.write(text));
    await expect.poll(() => statusOfPut(urlOf(plan, 'key'), 'x'), PATIENCE).toBe(204);
    const node = Number(paper.text);
    cleanup.add(async () => isAlive(node) && process.kill(node, 'SIGKILL'));
    shell.kill('SIGTERM');
    await expect.poll(() => isAlive(node), PATIENCE).toBe(false);
  });

  it('refuse a port in use with a message and an exit code', async () => {
    const [plan] = await planNodes(cleanup, { size: 1, cluster: { n: 1, r: 1, w: 1 } });
    if (plan === undefined) throw new Error('no plan');
    await startProcess(plan);
    const other = await cleanup.directory();
    const child = fork(PROGRAM, [JSON.stringify({ ...plan, data: other })], { stdio: 'pipe' });
    const paper = new Paper();
    child.stderr?.on('data', (text: Buffer) => paper.write(text));
    expect(await ended(child)).toBe('69');
    expect(paper.text).toContain('is in use by another process');
  });
});

/** Serves a node in this process as words of a command line say. */
function served(words: string): Promise<number> | undefined {
  const options = Object.fromEntries(
    [...words.matchAll(/--([a-z-]+) (\S+)/g)].map(([, name = '', value]) => [
      name === 'log-level' ? 'logLevel' : name,
      value,
    ]),
  );
  const io = { stdout: new Paper(), stderr: new Paper() };
  return storeCommands.find(({ name }) => name === 'serve')?.action([], options, io);
}

async function planCluster(changes: Partial<ClusterPlan> = {}): Promise<ClusterPlan> {
  const data = await cleanup.directory();
  const settings = { n: 3, r: 2, w: 2 };
  const base = { nodes: 3, host: '127.0.0.1', basePort: 0, logLevel: 'silent' } as const;
  return { ...base, data, settings, ...changes };
}

describe('a cluster of processes', () => {
  it('prints its addresses when all serve, and stops them all when told', async () => {
    const stop = Promise.withResolvers<void>();
    const io = { stdout: new Paper(), stderr: new Paper() };
    const code = runCluster(await planCluster(), io, stop.promise);
    await expect.poll(() => io.stderr.text, PATIENCE).toContain('All nodes serve');
    const urls = io.stdout.text.match(/http:\S+/g) ?? [];
    expect(urls).toHaveLength(3);
    expect(await statusOfPut(`${urls[0]}/kv/k`, 'x')).toBe(204);
    expect(await (await fetch(`${urls[2]}/kv/k`)).text()).toBe('x');
    stop.resolve();
    expect(await code).toBe(0);
    await expect(fetch(`${urls[0]}/status`)).rejects.toThrow('fetch failed');
  });

  it('takes no other cluster on the same ports for its own', async () => {
    // Below the ports that the system hands out, so that nobody gets these by chance.
    const basePort = 20_000 + (process.pid % 8000);
    const small = { nodes: 1, basePort, settings: { n: 1, r: 1, w: 1 } };
    const stop = Promise.withResolvers<void>();
    const first = { stdout: new Paper(), stderr: new Paper() };
    const code = runCluster(await planCluster(small), first, stop.promise);
    await expect.poll(() => first.stderr.text, PATIENCE).toContain('All nodes serve');
    const second = { stdout: new Paper(), stderr: new Paper() };
    expect(await runCluster(await planCluster(small), second, new Promise(() => {}))).toBe(69);
    expect([second.stdout.text, second.stderr.text]).toEqual([
      '',
      expect.stringContaining('is in use by another process'),
    ]);
    stop.resolve();
    expect(await code).toBe(0);
  });

  it('goes on when a node is killed, and says how to start it again', async () => {
    const stop = Promise.withResolvers<void>();
    const io = { stdout: new Paper(), stderr: new Paper() };
    const code = runCluster(await planCluster(), io, stop.promise);
    await expect.poll(() => io.stderr.text, PATIENCE).toContain('All nodes serve');
    const urls = io.stdout.text.match(/http:\S+/g) ?? [];
    expect(await statusOfPut(`${urls[0]}/kv/k`, 'x')).toBe(204);
    process.kill(Number(/n2 is process\s+(\d+)/.exec(io.stderr.text)?.[1]), 'SIGKILL');
    await expect.poll(() => io.stderr.text, PATIENCE).toContain('--log-level silent\n');
    expect(io.stderr.text).toContain('Node n2 ended (SIGKILL); the others go on.');
    expect(await (await fetch(`${urls[2]}/kv/k`)).text()).toBe('x');
    const [, words = ''] = /npx quorate serve (--id n2 .*)/.exec(io.stderr.text) ?? [];
    const again = served(words);
    await expect.poll(() => statusOfPut(`${urls[1]}/kv/j`, 'y'), PATIENCE).toBe(204);
    expect(await (await fetch(`${urls[1]}/kv/k`)).text()).toBe('x');
    stop.resolve();
    expect(await code).toBe(0);
    process.emit('SIGTERM');
    expect(await again).toBe(0);
  });

  it('ends with the exit code of the first when no node is left', async () => {
    const io = { stdout: new Paper(), stderr: new Paper() };
    const small = await planCluster({ nodes: 1, settings: { n: 1, r: 1, w: 1 } });
    const code = runCluster(small, io, new Promise(() => {}));
    await expect.poll(() => io.stderr.text, PATIENCE).toContain('All nodes serve');
    process.kill(Number(/n1 is process\s+(\d+)/.exec(io.stderr.text)?.[1]), 'SIGKILL');
    expect(await code).toBe(69);
    expect(io.stderr.text).toContain('No node is left.');
  });

  it('stops the others when one cannot start, and returns its exit code', async () => {
    const io = { stdout: new Paper(), stderr: new Paper() };
    const broken = await planCluster({ settings: { n: 3, r: 9 } });
    expect(await runCluster(broken, io, new Promise(() => {}))).toBe(64);
    expect(io.stderr.text).toContain('ended (exit code 64)');
    expect(io.stdout.text).toBe('');
  });
});
