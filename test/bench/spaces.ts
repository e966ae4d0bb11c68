/** The spaces that are explored, and who explores them. */

import { engine, graph, naive } from './node.ts';
import type { Member } from './node.ts';
import type { Absent, Contestant, Planned } from './run.types.ts';
import { spin } from './spin.ts';

const commit = (rms: number): Member => ({
  file: 'checker/examples/two-phase-commit.model.ts',
  family: 'twoPhaseCommit',
  parameters: { rms },
});

/** A space where engine and Spin meet. */
function duel(name: string, member: Member, promela: () => Contestant | Absent): Planned {
  return { name, contestants: () => [engine(member), promela(), engine(member, { workers: 2 })] };
}

function twoPhaseCommit(rms: number): Planned {
  const promela = () => spin('two-phase-commit.pml', [`-DRMS=${rms}`]);
  return duel(`two-phase commit ${rms}`, commit(rms), promela);
}

/** The register of `checker/examples/abd.model.ts`; its twin wants 1 for `w`, 2 for `r`, 3 for `q`. */
function register(scripts: string, drops: string): Planned {
  const kinds = scripts
    .split('-')
    .flatMap((script, client) =>
      script.split('').map((letter, at) => `-DK${client}${at + 1}=${' wrq'.indexOf(letter)}`),
    );
  const lossy = drops === 'unlimited' ? ', lossy' : `, ${drops} lost`;
  const member = {
    file: 'checker/examples/abd.model.ts',
    family: 'abd',
    parameters: { scripts, drops },
  };
  return duel(`register ${scripts}${drops === '0' ? '' : lossy}`, member, () =>
    spin('abd.pml', [...kinds, `-DDROPS=${drops === 'unlimited' ? 255 : drops}`]),
  );
}

/** Where engine and Spin meet. */
export const duels: readonly Planned[] = [
  twoPhaseCommit(8),
  twoPhaseCommit(9),
  register('ww-qq', '0'),
  register('w-rr', '0'),
  register('ww-r', 'unlimited'),
  register('w-rr', 'unlimited'),
  register('w-q-q', '1'),
  register('w-q-q', 'unlimited'),
  register('w-r-r', '0'),
];

/** The duels that a quick run keeps: those of less than a million states. */
export const quickDuels: ReadonlySet<string> = new Set([
  'register ww-qq',
  'register w-q-q, 1 lost',
]);

const quorum: Member = {
  file: 'spec/quorum/quorum.model.ts',
  family: 'quorum',
  parameters: { r: 1, w: 2, repair: 'async', readers: 1 },
};

const handoff: Member = {
  file: 'spec/handoff/handoff.model.ts',
  family: 'handoff',
  parameters: { r: 3, w: 2, suspicions: 2 },
};

/** What else there is to explore with, and our own protocols. */
export const others: readonly Planned[] = [
  {
    name: 'two-phase commit 5',
    contestants: () => [engine(commit(5)), naive(commit(5)), graph(5)],
  },
  { name: 'Dynamo, quorum', contestants: () => [engine(quorum)] },
  { name: 'Dynamo, handoff', contestants: () => [engine(handoff)] },
];
