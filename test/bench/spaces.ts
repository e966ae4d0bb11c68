/** The spaces that are explored, and who explores them. */

import { onNode } from './node.ts';
import type { Planned, Space } from './run.types.ts';
import { spin } from './spin.ts';

const examples = {
  abd: 'checker/examples/abd.model.ts',
  twoPhaseCommit: 'checker/examples/two-phase-commit.model.ts',
};

type Parameters = Readonly<Record<string, string | number>>;

const engine = (file: string, family: string, parameters: Parameters) =>
  onNode('engine', 'engine', file, family, JSON.stringify(parameters));

function twoPhaseCommit(rms: number): Planned {
  return {
    name: `two-phase commit ${rms}`,
    contestants: () => [
      engine(examples.twoPhaseCommit, 'twoPhaseCommit', { rms }),
      spin('two-phase-commit.pml', [`-DRMS=${rms}`]),
    ],
  };
}

/** The register of `checker/examples/abd.model.ts`; its twin wants 1 for `w`, 2 for `r`, 3 for `q`. */
function register(scripts: string, drops: string): Planned {
  const kinds = scripts
    .split('-')
    .flatMap((script, client) =>
      script.split('').map((letter, at) => `-DK${client}${at + 1}=${' wrq'.indexOf(letter)}`),
    );
  const lossy = drops === 'unlimited' ? ', lossy' : `, ${drops} lost`;
  return {
    name: `register ${scripts}${drops === '0' ? '' : lossy}`,
    contestants: () => [
      engine(examples.abd, 'abd', { scripts, drops }),
      spin('abd.pml', [...kinds, `-DDROPS=${drops === 'unlimited' ? 255 : drops}`]),
    ],
  };
}

function small(name: string, contestants: Space['contestants']): Planned {
  return { name, contestants: () => contestants };
}

/** Where engine and Spin meet. */
export const duels: readonly Planned[] = [
  twoPhaseCommit(8),
  twoPhaseCommit(9),
  register('ww-qq', '0'),
  register('w-rr', '0'),
  register('ww-r', 'unlimited'),
  register('w-rr', '1'),
  register('w-rr', 'unlimited'),
  register('w-q-q', '1'),
  register('w-q-q', 'unlimited'),
  register('w-r-r', '0'),
];

/** What else there is to explore with, and our own protocols. */
export const others: readonly Planned[] = [
  small('two-phase commit 5', [
    engine(examples.twoPhaseCommit, 'twoPhaseCommit', { rms: 5 }),
    onNode('naive', 'naive', examples.twoPhaseCommit, 'twoPhaseCommit', JSON.stringify({ rms: 5 })),
    onNode('xstate/graph', 'graph', '5'),
  ]),
  small('Dynamo, quorum', [
    engine('spec/quorum/quorum.model.ts', 'quorum', { r: 1, w: 2, repair: 'async', readers: 1 }),
  ]),
  small('Dynamo, handoff', [
    engine('spec/handoff/handoff.model.ts', 'handoff', { r: 3, w: 2, suspicions: 2 }),
  ]),
];

/** The duels that a quick run keeps: those of less than a million states. */
export const quickDuels: ReadonlySet<string> = new Set([
  'register ww-qq',
  'register w-q-q, 1 lost',
]);
