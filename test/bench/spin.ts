/** Spin as a contestant: the same system in Promela, compiled to C and run by itself. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onOneCore } from './cores.ts';
import { panAnswer } from './pan-output.ts';
import type { Absent, Contestant, Run } from './run.types.ts';

/** How verifiers are compiled: for safety only, and without partial order reduction. */
export const compilerFlags: readonly string[] = ['-O2', '-DSAFETY', '-DNOREDUCE'];

/** The installed Spin, or null. */
export function spinVersion(): string | null {
  const answer = spawnSync('spin', ['-V'], { encoding: 'utf8' });
  return answer.error === undefined ? answer.stdout.trim() : null;
}

/** A compiled verifier: the folder with its `pan`. */
export interface Verifier {
  readonly cwd: string;
}

/**
 * Compiles a Promela file of this folder with some definitions. `-o2` keeps variables that nothing
 * reads, which are part of the state.
 */
export function verifier(file: string, definitions: readonly string[]): Verifier | Absent {
  if (spinVersion() === null) return { name: 'Spin', why: 'spin is not installed' };
  const cwd = mkdtempSync(join(tmpdir(), 'quorate-spin-'));
  const source = resolve(import.meta.dirname, file);
  const generated = spawnSync('spin', ['-o2', '-a', ...definitions, source], {
    cwd,
    encoding: 'utf8',
  });
  if (generated.status !== 0) throw new Error(`spin refuses ${file}:\n${generated.stdout}`);
  const flags = [...compilerFlags, '-DMEMLIM=16000', '-o', 'pan', 'pan.c'];
  const compiled = spawnSync('gcc', flags, { cwd, encoding: 'utf8' });
  if (compiled.status !== 0) return { name: 'Spin', why: 'gcc could not compile pan.c' };
  return { cwd };
}

/** Spin over a Promela file, compiled here and now, so that no run's time includes it. */
export function spin(file: string, definitions: readonly string[]): Contestant | Absent {
  const built = verifier(file, definitions);
  if ('why' in built) return built;
  return { name: 'Spin', run: (states) => runPan(built.cwd, states) };
}

/** The deepest search that pan makes room for; the spaces here are far shallower. */
export const searchDepth = 10_000;

/** What `-w` must be for a table with at least two places for each state. */
export function tableBits(states: number | null): number {
  return states === null ? 24 : Math.max(16, Math.ceil(Math.log2(states)) + 1);
}

function runPan(cwd: string, states: number | null): Run {
  // `times` prints the shell's own times, then those of its children: user and system.
  const command = `${[...onOneCore, './pan'].join(' ')} -m${searchDepth} -w${tableBits(states)}; times`;
  const begun = performance.now();
  const { stdout } = spawnSync('sh', ['-c', command], { cwd, encoding: 'utf8' });
  const wallSeconds = (performance.now() - begun) / 1000;
  return { ...panAnswer(stdout), wallSeconds };
}
