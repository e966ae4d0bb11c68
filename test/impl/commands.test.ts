import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeCommands } from '../../impl/commands.ts';
import { clusterPlan, serverOptions } from '../../impl/real/command-options.ts';
import { freePorts } from '../../impl/real/free-ports.ts';
import { Cleanup, PATIENCE, Paper, startNodes } from './real-nodes.ts';

const cleanup = new Cleanup();
let node = '';
beforeAll(async () => {
  const [one] = await startNodes(cleanup, { size: 4 });
  node = one?.httpUrl ?? '';
});
afterAll(() => cleanup.run());

async function run(name: string, values: readonly string[], options: Record<string, unknown> = {}) {
  const command = storeCommands.find((each) => each.name === name);
  const io = { stdout: new Paper(), stderr: new Paper() };
  const code = await command?.action(values, { node, ...options }, io);
  return { code, out: io.stdout.text, err: io.stderr.text };
}

/** What a message says, whatever lines it was broken into. */
const said = (message: string): string => message.replaceAll(/\s+/g, ' ');

describe('the client commands', () => {
  it('write and read a value', async () => {
    const put = await run('put', ['greeting', 'hello']);
    expect(put).toEqual({ code: 0, out: expect.stringMatching(/^[\w-]+\n$/), err: '' });
    const get = await run('get', ['greeting']);
    expect([get.code, get.out]).toEqual([0, 'hello\n']);
    expect(get.err).toBe(`context ${put.out}`);
  });

  it('show siblings one a line, and merge them by their context', async () => {
    await run('put', ['list', 'a']);
    await run('put', ['list', 'b']);
    const siblings = await run('get', ['list'], { json: true });
    const { base64, context } = JSON.parse(siblings.out);
    expect(base64).toEqual(['YQ==', 'Yg==']);
    const lines = await run('get', ['list']);
    expect([lines.out, lines.err]).toEqual(['a\nb\n', `2 siblings\ncontext ${context}\n`]);
    await run('put', ['list', 'a+b'], { context });
    expect((await run('get', ['list'])).out).toBe('a+b\n');
  });

  it('replace their own write by the context that its put printed', async () => {
    const first = await run('put', ['note', 'a']);
    const second = await run('put', ['note', 'b'], { context: first.out.trim() });
    expect(second.err).toBe('');
    await run('put', ['note', 'c'], { context: second.out.trim() });
    expect((await run('get', ['note'])).out).toBe('c\n');
  });

  it('say so where the context covers no write, since that would claim unread siblings', async () => {
    await run('put', ['bag', 'a']);
    const blind = await run('put', ['bag', 'b']);
    expect(blind.code).toBe(0);
    expect(said(blind.err)).toContain('stands beside others that it had not seen');
    expect(said(blind.err)).toContain('(quorate get bag)');
    for (const line of blind.err.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    const third = await run('put', ['bag', 'c'], { context: blind.out.trim() });
    expect(said(third.err)).toContain('stands beside others');
    const all = await run('get', ['bag'], { json: true });
    const { base64, context } = JSON.parse(all.out);
    expect(base64).toHaveLength(3);
    expect((await run('put', ['bag', 'abc'], { context })).err).toBe('');
    expect((await run('get', ['bag'])).out).toBe('abc\n');
  });

  it('tell a missing key, a bad request and an unreachable node apart', async () => {
    expect(await run('get', ['nowhere'])).toMatchObject({ code: 66, out: '' });
    const bad = await run('put', ['k', 'x'], { context: 'nonsense' });
    expect(bad.code).toBe(64);
    expect(said(bad.err)).toContain('no context of this store');
    for (const line of bad.err.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    const [port = 0] = await freePorts('127.0.0.1', 1);
    const away = { node: `http://127.0.0.1:${port}` };
    for (const [name, values] of [
      ['get', ['k']],
      ['put', ['k', 'x']],
      ['status', []],
    ] as const) {
      const answer = await run(name, values, away);
      expect([answer.code, answer.out]).toEqual([69, '']);
      expect(said(answer.err)).toContain('Is the node running');
    }
    expect((await run('get', ['k'], { node: 'no address' })).code).toBe(69);
  });

  it('report what another server says in its own words', async () => {
    const answer = await run('get', ['k'], { node: `${node}/metrics/` });
    expect(answer.code).toBe(66);
    const { createServer } = await import('node:http');
    const server = createServer((_request, response) => response.writeHead(500).end('a teapot'));
    const [port = 0] = await freePorts('127.0.0.1', 1);
    await new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', () => resolve());
    });
    cleanup.add(() => new Promise((resolve) => server.close(resolve)));
    const teapot = await run('get', ['k'], { node: `http://127.0.0.1:${port}` });
    expect([teapot.code, teapot.err]).toEqual([69, 'a teapot\n']);
  });

  it('show what a node knows of itself', async () => {
    const status = await run('status', []);
    expect(status.code).toBe(0);
    expect(JSON.parse(status.out)).toMatchObject({ id: 'n1', phase: 'running' });
  });
});

describe('the server commands', () => {
  const members = 'n1=127.0.0.1:0:0';

  it('turn options into a node', () => {
    const options = { id: 'n1', data: 'd', members: 'n1=h:1:2,n2=::1:3:4', replicas: '2' };
    expect(serverOptions({ ...options, strict: true })).toEqual({
      kind: 'ok',
      value: {
        id: 'n1',
        data: 'd',
        members: [
          { id: 'n1', host: 'h', peerPort: 1, httpPort: 2 },
          { id: 'n2', host: '::1', peerPort: 3, httpPort: 4 },
        ],
        logLevel: 'info',
        cluster: { n: 2, r: 2, w: 2, repair: 'async', policy: 'dvv', sloppy: false },
      },
    });
  });

  it('turn options into a cluster, by default three nodes on fixed ports', () => {
    expect(clusterPlan({})).toMatchObject({
      kind: 'ok',
      value: { nodes: 3, host: '127.0.0.1', basePort: 7400, settings: { n: 3, sloppy: true } },
    });
  });

  it.each([
    ['serve', {}, '--id is needed'],
    ['serve', { id: 'n1' }, '--data is needed'],
    ['serve', { id: 'n1', data: 'd' }, '--members is needed'],
    ['serve', { id: 'n1', data: 'd', members: 'n1' }, '--members must look like'],
    ['serve', { id: 'n1', data: 'd', members, reads: 'two' }, '--reads must be a whole number'],
    ['cluster', { nodes: '0' }, '--nodes must be a whole number from 1 to 50'],
    ['cluster', { port: '70000' }, '--port must be'],
    ['cluster', { policy: 'newest' }, '--policy must be one of dvv'],
    ['cluster', { repair: 'later' }, '--repair must be one of off'],
    ['cluster', { logLevel: 'loud' }, '--log-level must be one of'],
  ])('%s refuses %j', async (name, options, message) => {
    const answer = await run(name, [], options);
    expect([answer.code, answer.out]).toEqual([64, '']);
    expect(said(answer.err)).toContain(message);
  });

  it('serve a node until a signal', async () => {
    const data = await cleanup.directory();
    const command = storeCommands.find(({ name }) => name === 'serve');
    const io = { stdout: new Paper(), stderr: new Paper() };
    const settings = { replicas: '1', reads: '1', writes: '1', logLevel: 'silent' };
    const code = command?.action([], { id: 'n1', data, members, ...settings }, io);
    await expect.poll(() => io.stdout.text, PATIENCE).toContain('n1 serves http://127.0.0.1:');
    process.emit('SIGTERM');
    expect(await code).toBe(0);
  });

  it('run a cluster until a signal', async () => {
    const data = await cleanup.directory();
    const command = storeCommands.find(({ name }) => name === 'cluster');
    const io = { stdout: new Paper(), stderr: new Paper() };
    const small = { nodes: '1', replicas: '1', reads: '1', writes: '1', logLevel: 'silent' };
    const code = command?.action([], { ...small, data, port: '0' }, io);
    await expect.poll(() => io.stderr.text, PATIENCE).toContain('All nodes serve');
    process.emit('SIGINT');
    expect(await code).toBe(0);
    expect(io.stdout.text).toMatch(/^n1 http:\/\/127\.0\.0\.1:\d+\n$/);
  });

  it('say what they are in words that a command-line library can print', () => {
    expect(storeCommands.map(({ name }) => name)).toEqual([
      'serve',
      'cluster',
      'get',
      'put',
      'status',
    ]);
    for (const { description, options } of storeCommands) {
      expect(description.length).toBeGreaterThan(10);
      expect(options.every(({ flags }) => flags.startsWith('--'))).toBe(true);
    }
  });
});
