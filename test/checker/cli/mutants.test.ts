/** A mutant must be caught by the property that it names, whatever else it breaks. */

import { afterEach, expect, test } from 'vitest';
import { openWorkshop, said } from '../fixtures/workshop.ts';
import type { Ran, Workshop } from '../fixtures/workshop.ts';

const open: Workshop[] = [];
afterEach(() => open.splice(0).forEach((workshop) => workshop.close()));

/** Counts to 3 by ones; the mutant by twos, which `Below4` shows first, then `Below6`, and `Below99` never. */
async function checked(caughtBy: string, ...options: readonly string[]): Promise<Ran> {
  const workshop = openWorkshop({
    'm.model.ts': `
import { assign, setup } from '${import.meta.resolve('xstate')}';
const by = (step) => ({ count: assign({ n: ({ context }) => context.n + step }) });
const counter = setup({ actions: by(1) })
  .createMachine({ id: 'counter', context: { n: 0 }, on: { tick: { actions: 'count' } } });
const below = (n) => quorate.always((view) => view.each(counter).every(({ context }) => context.n < n));
export const models = [quorate.model('counter', {
  system: quorate.system({ hosts: [quorate.host('a', { counter: quorate.resident(counter) })],
    inputs: () => [{ type: 'tick' }], budgets: { 'input:tick': 3 } }),
  properties: { Below4: below(4), Below6: below(6), Below99: below(99) },
  mutants: { twos: quorate.caughtBy('${caughtBy}', quorate.swap(counter, counter.provide({ actions: by(2) }))) },
})];`,
  });
  open.push(workshop);
  return workshop.run(['check', 'm.model.ts', '--mutants', ...options]);
}

test('the one that is violated first needn’t be the one that is named', async () => {
  const first = await checked('Below4');
  expect(first.out).toMatch(/^ {2}mutant twos +killed +2 +by Below4$/m);
  const later = await checked('Below6');
  expect([first.code, later.code]).toEqual([0, 0]);
  expect(later.out).toMatch(/^ {2}mutant twos +killed +3 +by Below6$/m);
  expect(later.out).toContain('1 of 1 mutants killed');
});

test('a mutant that only others than the named one catch answers 20, and says so', async () => {
  const { code, out } = await checked('Below99');
  expect(code).toBe(20);
  expect(out).toMatch(/^ {2}mutant twos +killed +2 +by Below4, NOT Below99$/m);
  expect(out).toContain('0 of 1 mutants killed');
  expect(said(out)).toContain(
    '✗ counter: 1 mutant is caught by another property than it names: twos (by Below4; Below99 holds)',
  );
});

test('where a limit comes before the named one is decided, nobody knows', async () => {
  const { code, out } = await checked('Below99', '--max-depth', '2');
  expect(code).toBe(30);
  expect(out).toMatch(/^ {2}mutant twos +unknown +undecided$/m);
});

test('those of properties that are not asked for are left out', async () => {
  const other = await checked('Below6', '--property', 'Below4');
  expect(other.code).toBe(0);
  expect(other.out).not.toContain('mutant');
  const same = await checked('Below6', '--property', 'Below6');
  expect(same.out).toContain('1 of 1 mutants killed');
});

/** Mutants of a lamp that nobody can catch, and two that its property lets pass, one with as many states. */
const lamps = `
import { assign, setup } from '${import.meta.resolve('xstate')}';
const lamp = setup({
  actions: { count: assign({ presses: ({ context }) => context.presses + 1 }), spare: assign({ presses: 9 }) },
  guards: { isFew: ({ context }) => context.presses < 2 },
}).createMachine({ id: 'lamp', initial: 'dark', context: { presses: 0 }, states: {
  dark: { on: { press: { guard: 'isFew', target: 'lit', actions: 'count' } } },
  lit: { on: { press: 'dark' } }, broken: { entry: 'spare' },
} });
const { caughtBy, edit, family, reparameterised, swap } = quorate;
const lampOf = family({ defaults: { n: 1 }, name: ({ n }) => 'lamp/n' + n, build: ({ n }) => ({
  system: quorate.system({
    hosts: Array.from({ length: n }, (_, index) => quorate.host('a' + index, { lamp: quorate.resident(lamp) })),
    inputs: () => [{ type: 'press' }] }),
  properties: { Few: quorate.always((view) => view.each(lamp).every(({ context }) => context.presses < 9)) },
  mutants: {
    copied: caughtBy('Few', edit(lamp, (config) => ({ ...config }))),
    reworded: caughtBy('Few', swap(lamp, lamp.provide({ guards: { isFew: ({ context }) => !(context.presses > 1) } }))),
    unreached: caughtBy('Few', swap(lamp, lamp.provide({ actions: { spare: assign({ presses: 99 }) } }))),
    same: caughtBy('Few', reparameterised({ n })),
    bolder: caughtBy('Few', swap(lamp, lamp.provide({ guards: { isFew: ({ context }) => context.presses < 3 } }))),
    swapped: caughtBy('Few', swap(lamp, lamp.provide({ actions: { count: assign({ presses: ({ context }) => context.presses === 0 ? 1 : 7 }) } }))),
  },
}) });
export const models = [lampOf()];
`;

test.each(['1', '2'])(
  'mutants that change nothing are told as that, with %s workers, and those that do are not',
  async (workers) => {
    const workshop = openWorkshop({ 'm.model.ts': lamps });
    open.push(workshop);
    const argv = ['check', 'm.model.ts', '--mutants', '--workers', workers, '--json', 'm.json'];
    const { code, out } = await workshop.run(argv);
    expect(code).toBe(20);
    for (const idle of ['copied', 'reworded', 'unreached', 'same']) {
      expect(out).toMatch(new RegExp(`^  mutant ${idle} +survived +CHANGES NOTHING$`, 'm'));
    }
    for (const other of ['bolder', 'swapped']) {
      expect(out).toMatch(new RegExp(`^  mutant ${other} +survived +Few HOLDS$`, 'm'));
    }
    expect(said(out)).toContain(
      'copied, reworded, unreached, and same change nothing: all states and steps are those of the model itself',
    );
    expect(said(out)).toContain('Of the others no run within the scope shows the change.');
    const [model] = JSON.parse(workshop.read('m.json')).models;
    const idle = model.mutants.filter((one: { changesNothing?: true }) => one.changesNothing);
    expect(idle).toHaveLength(4);
  },
);
