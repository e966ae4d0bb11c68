/** Spin as a contestant: the same two-phase commit in Promela, compiled to C and run by itself. */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Run } from './contestant.ts';

const promela = resolve(import.meta.dirname, 'two-phase-commit.pml');

/** A compiled verifier, or why there is none. */
export type Verifier =
  | { readonly kind: 'built'; readonly version: string; readonly run: () => Run }
  | { readonly kind: 'missing'; readonly why: string };

/** Compiles the verifier for `rms` resource managers: `pan` with -O2 -DSAFETY -DNOREDUCE. */
export function buildSpin(rms: number): Verifier {
  const version = spawnSync('spin', ['-V'], { encoding: 'utf8' });
  if (version.error !== undefined) return { kind: 'missing', why: 'spin is not installed' };
  const cwd = mkdtempSync(join(tmpdir(), 'quorate-spin-'));
  const quiet = { cwd, stdio: ['ignore', 'ignore', 'pipe'] as const };
  execFileSync('spin', ['-a', `-DRMS=${rms}`, promela], { ...quiet, stdio: [...quiet.stdio] });
  const flags = ['-O2', '-DSAFETY', '-DNOREDUCE', '-DMEMLIM=8000', '-o', 'pan', 'pan.c'];
  const compiled = spawnSync('gcc', flags, { cwd, encoding: 'utf8' });
  if (compiled.status !== 0) return { kind: 'missing', why: 'gcc could not compile pan.c' };
  return { kind: 'built', version: version.stdout.trim(), run: () => runPan(cwd) };
}

function runPan(cwd: string): Run {
  // `times` prints the shell's own times, then those of its children: user and system.
  const shell = spawnSync('sh', ['-c', './pan -m1000000 -w24; times'], { cwd, encoding: 'utf8' });
  const output = shell.stdout;
  const children = output.trim().split('\n').at(-1) ?? '';
  return {
    states: numberBefore(output, 'states, stored'),
    transitions: numberBefore(output, 'transitions'),
    cpuSeconds: secondsIn(children),
    bytesPerState: null,
  };
}

function numberBefore(output: string, words: string): number {
  const found = new RegExp(String.raw`(\d+) ${words}`).exec(output);
  if (found === null) throw new Error(`pan printed no '${words}':\n${output}`);
  return Number(found[1]);
}

/** The sum of the times in `0m2.350000s 0m0.080000s`. */
function secondsIn(times: string): number {
  const parts = [...times.matchAll(/(\d+)m([\d.]+)s/g)];
  if (parts.length !== 2) throw new Error(`the shell printed no times: ${times}`);
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  );
}
