import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RefusedCheckpoint } from '../../../../checker/engine/checkpoint/faults.ts';
import { lockOn } from '../../../../checker/engine/checkpoint/lock.ts';
import { always } from '../../../../checker/index.ts';
import { register } from '../../fixtures/register.model.ts';
import { explored, inFolder, throughoutFolder } from './folder.ts';

const locking = new URL('../../../../checker/engine/checkpoint/lock.ts', import.meta.url).href;

describe('a folder of checkpoints', () => {
  it('is one search at a time, and free again when that is over', () => {
    inFolder((folder) => {
      const lock = lockOn(folder);
      expect(() => lockOn(folder)).toThrow(RefusedCheckpoint);
      expect(() => lockOn(folder)).toThrow(`in process ${process.pid}.`);
      lock.release();
      lockOn(folder).release();
      expect(readdirSync(folder)).toEqual(['lock']);
    });
  });

  it('refuses a second search while a first one goes on', () => {
    inFolder((folder) => {
      const checkpoint = { folder, intervalSeconds: 0 };
      let refusal: unknown = null;
      const second = always(() => {
        try {
          refusal ??= explored(register(), { checkpoint });
        } catch (cause) {
          refusal ??= cause;
        }
        return true;
      });
      explored({ ...register(), properties: { Second: second } }, { checkpoint });
      expect(refusal).toBeInstanceOf(RefusedCheckpoint);
    });
  });

  it('is free after a search that was refused, or ended by a broken model', () => {
    inFolder((folder) => {
      const checkpoint = { folder, intervalSeconds: 0 };
      explored(register(), { checkpoint });
      expect(() => explored(register(), { checkpoint })).toThrow('there is a checkpoint already');
      const broken = always(() => {
        throw new Error('oh no');
      });
      const other = { ...checkpoint, folder: join(folder, 'other') };
      expect(() =>
        explored({ ...register(), properties: { broken } }, { checkpoint: other }),
      ).toThrow('oh no');
      for (const one of [folder, other.folder]) lockOn(one).release();
    });
  });

  it('is free where whoever had it was killed', async () => {
    await throughoutFolder(async (folder) => {
      const program = `import { lockOn } from '${locking}';
const lock = lockOn(process.argv[1]);
console.log('locked');
setInterval(() => lock, 1000);`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', program, folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      expect(() => lockOn(folder)).toThrow(`in process ${child.pid}.`);
      child.kill('SIGKILL');
      await once(child, 'close');
      lockOn(folder).release();
    });
  });

  it('names the file that is no lock, and is had again once that is removed', () => {
    inFolder((folder) => {
      const file = join(folder, 'lock');
      writeFileSync(file, 'this is something else, and has been here for long');
      expect(() => lockOn(folder)).toThrow(
        expect.objectContaining({
          name: 'RefusedCheckpoint',
          file,
          message: expect.stringContaining(`remove ${file} alone, and give the same command again`),
        }),
      );
      rmSync(file);
      lockOn(folder).release();
    });
  });
});
