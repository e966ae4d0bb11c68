/** Names may be long: what is printed of them stays within the page. */

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorkshop, said } from '../fixtures/workshop.ts';
import type { Workshop } from '../fixtures/workshop.ts';

const property = 'NoReaderEverMissesAWrite';
const name = 'register-of-two-servers/acks1-drops0-crashes0-readers1';

let workshop: Workshop;
beforeAll(() => {
  workshop = openWorkshop({
    'quorate.config.ts': `export default quorate.defineConfig({ models: '*.model.ts',
      replay: async () => ({ answer: 'confirmed', steps: 5 }) });`,
    'm.model.ts': `const { properties, ...rest } = register({ acks: 1 });
const { Fresh, ...others } = properties;
const renamed = { properties: { ${property}: Fresh, ...others }, store: { nodes: 2 } };
const { caughtBy } = quorate;
const { change } = register().mutants.ignoresAcks;
const harmless = quorate.reparameterised({ acks: 2 });
const never = quorate.sometimes(() => false);
export const models = [
  { ...rest, ...renamed, name: '${name}', expect: {}, mutants: {} },
  { ...register(), ...renamed, name: 'mutated', expect: {}, mutants: {
    noAckIsEnough: caughtBy('${property}', change),
    noAckIsEnoughForEverybodyThatReadsAnything: caughtBy('NotBoth', change),
    none: caughtBy('Finishes', change),
    harmless: caughtBy('NotBoth', harmless) } },
  { ...register(), name: '${name}-2', expect: {}, mutants: {}, waivers: [{ what: 'write', why: 'x' }],
    properties: { ThisHappensInSomeStateThatCanBeReachedAtLeastOnce: never } },
];`,
  });
});
afterAll(() => workshop.close());

/** The lines of a report that are too long; paths and commands to copy are never parted. */
function tooLong(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line.length > 100 && !/\.itf\.json|npx quorate/.test(line));
}

/** A mutant's row up to its note. */
function killed(mutant: string): string {
  return `${`  mutant ${mutant}`.padEnd(47)}killed          3`;
}

describe('a hundred columns are enough for', () => {
  test('a check', async () => {
    const { code, out } = await workshop.run(['check', '--mutants', '--keep-going']);
    expect(code).toBe(12);
    expect(tooLong(out)).toEqual([]);
    // A note moves to the left as far as there are no figures, or else below them.
    const note = `by ${property}`;
    expect(out).toContain(
      `\n${killed('noAckIsEnough')}${note.padStart(100 - killed('noAckIsEnough').length)}\n`,
    );
    const below = `by ${property}, NOT Finishes`.padStart(100);
    expect(out).toContain(`\n${killed('none')}\n${below}\n`);
    expect(said(out)).toContain(`✗ ${name}: ${property} is violated after 5 steps (not expected)`);
  });

  test.each([
    ['verify', 'verified'],
    ['replay', 'confirmed'],
    ['show', `${name}: ${property} is`],
  ])('%s', async (command, told) => {
    const folder = join('.quorate', 'traces', 'register-of-two-servers');
    const file = join(folder, `${property}.acks1-drops0-crashes0-readers1.itf.json`);
    const { code, out } = await workshop.run([command, file]);
    expect(code).toBe(0);
    expect(out).toContain(told);
    expect(tooLong(out)).toEqual([]);
  });

  test('what a baseline is not compared with', async () => {
    await workshop.run(['check', '--baseline', 'sizes.json', '--update', '--keep-going']);
    const { code, out } = await workshop.run([
      'check',
      '--baseline',
      'sizes.json',
      '--max-depth',
      '1',
    ]);
    expect(code).toBe(30);
    expect(tooLong(out)).toEqual([]);
    expect(said(out)).toContain(`not explored to the end: ${name}, mutated, ${name}-2`);
  });

  test('a simulation, an audit and a list', async () => {
    const some = ['--seed', '1', '--walks', '300', '--max-seconds', '60', '--workers', '1'];
    const walked = await workshop.run(['simulate', name, ...some]);
    expect(walked.code).toBe(12);
    expect(tooLong(walked.out)).toEqual([]);
    const audited = await workshop.run(['audit', name]);
    expect(audited.code).toBe(0);
    expect(tooLong(audited.out)).toEqual([]);
    expect(tooLong((await workshop.run(['list'])).out)).toEqual([]);
  });
});
