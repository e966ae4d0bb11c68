import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assign, setup } from 'xstate';
import {
  RefusedCheckpoint,
  UnwrittenCheckpoint,
} from '../../../../checker/engine/checkpoint/faults.ts';
import type { WriteFile } from '../../../../checker/engine/checkpoint/files.ts';
import { writeThrough } from '../../../../checker/engine/checkpoint/files.ts';
import type { ExploreOptions } from '../../../../checker/engine/explore.ts';
import { models as ofCommit } from '../../../../checker/examples/two-phase-commit.model.ts';
import type { Model } from '../../../../checker/index.ts';
import { always, host, model, resident, system } from '../../../../checker/index.ts';
import { register } from '../../fixtures/register.model.ts';
import { explored, inFolder, outcome } from './folder.ts';

const single = register({ acks: 1 });
const [commit] = ofCommit;
if (commit === undefined) throw new Error('there are no examples');

/** Leaves a checkpoint of two parts. */
function leave(folder: string, checked = single): void {
  explored(checked, { maxDepth: 2, checkpoint: { folder, intervalSeconds: 0 } });
}

function refusal(
  folder: string,
  checked = single,
  more: Partial<ExploreOptions> = {},
): RefusedCheckpoint {
  try {
    explored(checked, { ...more, resume: folder });
  } catch (cause) {
    if (cause instanceof RefusedCheckpoint) return cause;
    throw cause;
  }
  throw new Error('the checkpoint was not refused');
}

/** Contents that a damaged file may have: bits turned over, a part missing, something more. */
function* damages(bytes: Buffer): Generator<Buffer> {
  const step = Math.max(1, Math.floor(bytes.length / 16));
  for (let at = 0; at < bytes.length; at += step) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
    yield changed;
  }
  yield bytes.subarray(0, bytes.length - 1);
  yield bytes.subarray(0, bytes.length / 2);
  yield bytes.subarray(0, 0);
  yield Buffer.concat([bytes, Buffer.from(' ')]);
}

describe('a checkpoint that is damaged', () => {
  it('is refused, whichever file it is and wherever, and the file is named', () => {
    inFolder((folder) => {
      leave(folder);
      const files = readdirSync(folder).filter((name) => name !== 'lock');
      expect(files).toHaveLength(6);
      for (const name of files) {
        const file = join(folder, name);
        const sound = readFileSync(file);
        for (const damaged of damages(sound)) {
          writeFileSync(file, damaged);
          expect(refusal(folder).file).toBe(file);
        }
        rmSync(file);
        expect(refusal(folder).file).toBe(name === 'manifest.json' ? folder : file);
        writeFileSync(file, sound);
      }
      expect(outcome(explored(single, { resume: folder }))).toEqual(outcome(explored(single)));
    });
  }, 60_000);

  it('is told of in words', () => {
    inFolder((folder) => {
      expect(refusal(folder).message).toBe('there is no checkpoint');
      leave(folder);
      const file = join(folder, 'part-000002.rows');
      const bytes = readFileSync(file);
      writeFileSync(file, bytes.subarray(4));
      expect(refusal(folder).message).toBe(
        `it has ${bytes.length - 4} bytes, and ${bytes.length} were written`,
      );
      rmSync(file);
      expect(refusal(folder).message).toMatch(
        /^it can't be read: there is no such file \(ENOENT\)/,
      );
    });
  });
});

describe('a checkpoint of another format', () => {
  it('is refused, and what to do is told', () => {
    inFolder((folder) => {
      leave(folder);
      const file = join(folder, 'manifest.json');
      const [, body = ''] = /"manifest":(.*)\}\n$/s.exec(readFileSync(file, 'utf8')) ?? [];
      const older = body.replace('"formatVersion":3', '"formatVersion":2');
      const sha256 = createHash('sha256').update(older).digest('hex');
      writeFileSync(file, `{"sha256":"${sha256}","manifest":${older}}\n`);
      expect(refusal(folder)).toMatchObject({
        file,
        message: expect.stringMatching(/format 2, .* reads format 3: .* from the start/),
      });
    });
  });
});

describe('a checkpoint of another search', () => {
  it('is refused, and the difference is named', () => {
    inFolder((folder) => {
      leave(folder);
      const [name = ''] = Object.keys(single.properties);
      const other = { ...single.properties, [name]: always(() => true) };
      const extended = { ...single.properties, More: always(() => true) };
      expect(refusal(folder, register({ acks: 2 })).message).toBe(
        "it is of the model 'register/acks1', and this is 'register/acks2'",
      );
      expect(refusal(folder, { ...single, parameters: { acks: 3 } }).message).toBe(
        "its parameter 'acks' is 1, and here it is 3",
      );
      expect(refusal(folder, { ...single, properties: extended }).message).toMatch(
        /^its properties are .*, and here they are .*More: give the same --property$/,
      );
      expect(refusal(folder, { ...single, properties: other }).message).toBe(
        'the model was changed since: explore it from the start',
      );
    });
  });

  it('is refused where the reductions are others', () => {
    inFolder((folder) => {
      leave(folder, commit);
      const reduce = new Set(['symmetry' as const]);
      expect(refusal(folder, commit, { reduce }).message).toBe(
        'it was made without reductions, and this search is with symmetry: give the same --reduce',
      );
    });
  });

  it('is refused where a machine steps otherwise though its source is the same', () => {
    let limit = 1;
    const counter = setup({
      types: { context: {} as { readonly n: number } },
      guards: { isBelow: ({ context: { n } }) => n < limit },
      actions: { count: assign(({ context: { n } }) => ({ n: n + 1 })) },
    }).createMachine({
      id: 'counter',
      context: { n: 0 },
      on: { tick: { guard: 'isBelow', actions: 'count' } },
    });
    const counting = (): Model =>
      model('counting', {
        system: system({
          hosts: [host('a', { m: resident(counter) }), host('b', { m: resident(counter) })],
          inputs: () => [{ type: 'tick' }],
        }),
        properties: {},
      });
    inFolder((folder) => {
      leave(folder, counting());
      limit = 2;
      expect(refusal(folder, counting()).message).toBe(
        "it doesn't fit the model as it is now: the machine 'counter' steps otherwise than it did. Explore it from the start",
      );
      limit = 1;
      expect(explored(counting(), { resume: folder }).states).toBe(4);
    });
  });

  it('is not written over', () => {
    inFolder((folder) => {
      leave(folder);
      const checkpoint = { folder, intervalSeconds: 0 };
      expect(() => explored(single, { checkpoint })).toThrow(RefusedCheckpoint);
      expect(() => explored(single, { checkpoint })).toThrow(/there is a checkpoint already/);
    });
  });
});

/** Writes to the disk, which is full at the given call, in the middle of a file. */
function fullAt(call: number): WriteFile {
  let calls = 0;
  return (file, pieces) => {
    if (++calls !== call) return writeThrough(file, pieces);
    const [piece = new Uint8Array(0)] = pieces;
    writeThrough(file, [piece.subarray(0, piece.length / 2)]);
    throw new Error('ENOSPC: no space left on device, write');
  };
}

describe('a checkpoint that can not be written', () => {
  it.each([1, 2, 3, 4])('leaves the one before as it was, and nothing else (file %i)', (call) => {
    inFolder((folder) => {
      leave(folder);
      const before = readdirSync(folder);
      const checkpoint = { folder, intervalSeconds: 0, write: fullAt(call) };
      const write = (): unknown => explored(single, { checkpoint, resume: folder });
      expect(write).toThrow(UnwrittenCheckpoint);
      expect(readdirSync(folder)).toEqual(before);
      expect(outcome(explored(single, { resume: folder }))).toEqual(outcome(explored(single)));
    });
  });

  it('says why: here a file stands where its folder should be', () => {
    inFolder((folder) => {
      const file = join(folder, 'file');
      writeFileSync(file, '');
      const checkpoint = { folder: join(file, 'below'), intervalSeconds: 0 };
      expect(() => explored(single, { checkpoint })).toThrow(/ENOTDIR|EEXIST/);
    });
  });

  it('is tidied up by the next one', () => {
    inFolder((folder) => {
      leave(folder);
      for (const name of [
        'part-000007.rows',
        'part-000003.numbers',
        'part-000004.origins',
        'manifest.json.new',
        'notes',
      ]) {
        writeFileSync(join(folder, name), 'half a file');
      }
      explored(single, { maxDepth: 3, resume: folder, checkpoint: { folder, intervalSeconds: 0 } });
      const parts = ['000001', '000002', '000003'];
      expect(readdirSync(folder).toSorted()).toEqual(
        [
          'lock',
          'manifest.json',
          'notes',
          'part-000003.origins',
          ...parts.flatMap((part) => [`part-${part}.numbers`, `part-${part}.rows`]),
        ].toSorted(),
      );
      expect(outcome(explored(single, { resume: folder }))).toEqual(outcome(explored(single)));
    });
  });
});
