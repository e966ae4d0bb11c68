import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LevelDisk, openDirectory } from '../../../impl/real/level-disk.ts';
import { Cleanup, PATIENCE } from '../real-nodes.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

async function open(directory: string) {
  const opened = await openDirectory(directory);
  if (opened.kind === 'error') throw new Error(JSON.stringify(opened.error));
  const done: string[] = [];
  const disk = new LevelDisk(opened.value.database, (operation, outcome) => {
    done.push(`${operation} ${outcome}`);
  });
  cleanup.add(() => disk.close());
  return { disk, done, image: opened.value.image, database: opened.value.database };
}

describe('the disk', () => {
  it('reports operations in order and keeps their changes, the last of a key winning', async () => {
    const directory = join(await cleanup.directory(), 'made', 'on', 'demand');
    const first = await open(directory);
    expect(first.image.size).toBe(0);
    first.disk.write(1, [{ kind: 'put', key: 'a', bytes: Uint8Array.of(1) }]);
    first.disk.write(2, [
      { kind: 'put', key: 'a', bytes: Uint8Array.of(2) },
      { kind: 'put', key: 'b', bytes: Uint8Array.of(3) },
    ]);
    first.disk.write(3, [{ kind: 'delete', key: 'b' }]);
    await expect.poll(() => first.done, PATIENCE).toEqual(['1 ok', '2 ok', '3 ok']);
    await first.disk.close();
    const second = await open(directory);
    expect([...second.image]).toEqual([['a', Uint8Array.of(2)]]);
  });

  it('refuses a directory of which a part is lost, each time that it is opened', async () => {
    const directory = await cleanup.directory();
    const { disk, done } = await open(directory);
    for (const operation of [1, 2, 3]) {
      const bytes = new Uint8Array(1000).fill(operation);
      disk.write(operation, [{ kind: 'put', key: `key ${operation}`, bytes }]);
      await expect.poll(() => done.length, PATIENCE).toBe(operation);
    }
    await disk.close();
    const [log = ''] = (await readdir(directory)).filter((name) => name.endsWith('.log'));
    const file = join(directory, log);
    const written = await readFile(file);
    written[1500] = 0;
    await writeFile(file, written);
    const error = { kind: 'damaged', directory, reason: expect.stringContaining('checksum') };
    expect(await openDirectory(directory)).toEqual({ kind: 'error', error });
    expect(await openDirectory(directory)).toEqual({ kind: 'error', error });
  });

  it('opens a directory whose last write was cut short', async () => {
    const directory = await cleanup.directory();
    const { disk, done } = await open(directory);
    for (const operation of [1, 2]) {
      const bytes = new Uint8Array(1000).fill(operation);
      disk.write(operation, [{ kind: 'put', key: `key ${operation}`, bytes }]);
      await expect.poll(() => done.length, PATIENCE).toBe(operation);
    }
    await disk.close();
    const [log = ''] = (await readdir(directory)).filter((name) => name.endsWith('.log'));
    await truncate(join(directory, log), 1500);
    expect([...(await open(directory)).image.keys()]).toEqual(['key 1']);
  });

  it('reports a failure, and after it nothing but failures', async () => {
    const { disk, done, database } = await open(await cleanup.directory());
    await database.close();
    disk.write(1, [{ kind: 'delete', key: 'a' }]);
    await expect.poll(() => done, PATIENCE).toEqual(['1 failed']);
    expect(disk.failure).toContain('not open');
    await database.open();
    disk.write(2, [{ kind: 'delete', key: 'a' }]);
    await expect.poll(() => done, PATIENCE).toEqual(['1 failed', '2 failed']);
  });
});
