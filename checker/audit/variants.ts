/** The ways of exploring a model that are held against the full exact search. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { narrowed } from '../check/subject.ts';
import { explore } from '../engine/explore.ts';
import type { ExploreOptions, Reduction } from '../engine/explore.ts';
import { forbidsPartialOrder } from '../engine/partial-order/reducible.ts';
import { forbidsSymmetry } from '../engine/symmetry/reducible.ts';
import type { World } from '../engine/world.ts';
import { everyStep } from '../model/property.ts';
import { ownField } from '../own-field.ts';
import { Walker } from '../simulation/walker.ts';
import { load } from '../system/load.ts';
import type { LoadedModel } from '../system/load.ts';
import { answerOf } from './answer.ts';
import type { Agreement, Answer } from './answer.ts';
import { naiveAnswer } from './naive.ts';
import type { Repetition } from './repetition.ts';

/** How far an audit goes with one model. */
export interface AuditBounds {
  /** Models with more states are not audited. */
  readonly mostStates: number;
  /** Models with more states are not explored naively. */
  readonly mostNaiveStates: number;
}

/** What a variant needs to know beside the model. */
export interface Audited {
  readonly loaded: LoadedModel;
  readonly full: Answer;
  readonly bounds: AuditBounds;
  readonly repetition: Repetition;
}

/** One way of exploring. */
export interface Variant {
  readonly name: string;
  readonly agreement: Agreement;
  /** Why it is of no use for a model; null where it is. */
  readonly reasonAgainst: (audited: Audited) => string | null;
  readonly answer: (audited: Audited) => Compared;
}

/** What a variant says, and the answer that it is held against. */
export interface Compared {
  readonly said: Answer;
  readonly against: Answer;
}

const everywhere = (): null => null;
const unsymmetric = ({ loaded }: Audited): string | null =>
  loaded.model.symmetric.length === 0 ? 'no interchangeable ids are declared' : null;
const same: Agreement = { isFull: true, traces: 'same' };

/** The variants, in the order in which they are told. */
export const variants: readonly Variant[] = [
  {
    name: 'naive, by the reference',
    agreement: { isFull: true, traces: 'as long' },
    reasonAgainst: ({ full, bounds }) =>
      full.states > bounds.mostNaiveStates ? `more than ${bounds.mostNaiveStates} states` : null,
    answer: ({ loaded, full }) => {
      const answer = naiveAnswer(loaded, full.states);
      return { said: answer ?? { ...full, states: full.states + 1 }, against: full };
    },
  },
  {
    name: 'every step listed',
    agreement: same,
    reasonAgainst: ({ loaded }) =>
      hasStepProperty(loaded) ? 'a property of steps has it so already' : null,
    answer: ({ loaded, full }) => ({ said: withEveryStepListed(loaded), against: full }),
  },
  {
    name: 'other numbers',
    agreement: same,
    reasonAgainst: everywhere,
    answer: ({ loaded, full }) => ({
      said: exhausted(loaded, { world: usedWorld(loaded) }),
      against: full,
    }),
  },
  {
    name: 'as check explores it',
    agreement: same,
    reasonAgainst: ({ loaded, full }) =>
      isUnexpected(loaded, full) ? 'ends early by an unexpected violation' : null,
    answer: ({ loaded, full }) => {
      const expected = new Set(Object.keys(loaded.model.expect));
      return { said: exhausted(loaded, { keepGoing: false, expected }), against: full };
    },
  },
  searching('2 workers', { workers: 2 }),
  searching('known by fingerprints', { store: 'fingerprint' }),
  searching('3 workers, by fingerprints', { workers: 3, store: 'fingerprint' }),
  searching('rows in a file', { memory: 1 }),
  {
    name: 'resumed half-way',
    agreement: same,
    reasonAgainst: ({ full, repetition }) => {
      if (repetition.differing.length > 0) return 'steps have other outcomes';
      return full.depth === 0 ? 'there is no way to go' : null;
    },
    answer: ({ loaded, full }) => ({
      said: resumed(loaded, Math.ceil((full.depth ?? 0) / 2)),
      against: full,
    }),
  },
  {
    name: 'reduced by symmetry',
    agreement: { isFull: false, traces: 'same' },
    reasonAgainst: unsymmetric,
    answer: (audited) => reduced(audited, ['symmetry']),
  },
  {
    name: 'reduced by partial order',
    agreement: { isFull: false, traces: 'longer' },
    reasonAgainst: everywhere,
    answer: (audited) => reduced(audited, ['partial-order']),
  },
  {
    name: 'reduced by both',
    agreement: { isFull: false, traces: 'longer' },
    reasonAgainst: unsymmetric,
    answer: (audited) => reduced(audited, ['symmetry', 'partial-order']),
  },
];

/** The full search by other means, which leaves nothing out. */
function searching(name: string, options: Partial<ExploreOptions>): Variant {
  return {
    name,
    agreement: same,
    reasonAgainst: everywhere,
    answer: ({ loaded, full }) => ({ said: exhausted(loaded, options), against: full }),
  };
}

/** The answer of the engine after it has explored everything. */
export function exhausted(loaded: LoadedModel, options: Partial<ExploreOptions> = {}): Answer {
  return answerOf(explore(loaded, { keepGoing: true, ...options }));
}

/** The answer of a search that is cut off at a depth, and goes on from its checkpoint in a new world. */
function resumed({ model }: LoadedModel, depth: number): Answer {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-audit-'));
  const checkpoint = { folder, intervalSeconds: Infinity };
  try {
    exhausted(load(model), { checkpoint, maxDepth: depth });
    return exhausted(load(model), { checkpoint, resume: folder });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const forbiddenBy = {
  symmetry: forbidsSymmetry,
  'partial-order': forbidsPartialOrder,
} satisfies Record<Reduction, unknown>;

/** The answer of a reduced search, of those properties that allow it; the others are left out for both. */
function reduced({ loaded, full }: Audited, reductions: readonly Reduction[]): Compared {
  const { model } = loaded;
  const forbidden = reductions.flatMap((one) =>
    forbiddenBy[one](model).map(({ property }) => property),
  );
  const reduce = new Set(reductions);
  if (forbidden.length === 0) return { said: exhausted(loaded, { reduce }), against: full };
  const suited = Object.keys(model.properties).filter((name) => !forbidden.includes(name));
  const fewer = load(narrowed(model, suited));
  return { said: exhausted(fewer, { reduce }), against: exhausted(fewer) };
}

const listing = '(every step is listed)';

function withEveryStepListed({ model }: LoadedModel): Answer {
  const properties = { ...model.properties, [listing]: everyStep(() => true) };
  const answer = exhausted(load({ ...model, properties }));
  const others = [...answer.properties].filter(([name]) => name !== listing);
  return { ...answer, properties: new Map(others) };
}

function hasStepProperty({ model }: LoadedModel): boolean {
  return Object.values(model.properties).some((property) => property?.kind === 'everyStep');
}

function isUnexpected({ model }: LoadedModel, full: Answer): boolean {
  return [...full.properties].some(
    ([name, { verdict }]) =>
      verdict === 'violated' &&
      ownField(model.properties, name)?.kind !== 'sometimes' &&
      !Object.hasOwn(model.expect, name),
  );
}

const walks = 20;
const stepsOfWalk = 100;

/**
 * A world in which things were met in another order than a search meets them, and have other numbers
 * accordingly: walks that take the last of the steps that are possible, then the last but one, and so on.
 */
function usedWorld(loaded: LoadedModel): World {
  const walker = new Walker(loaded, false);
  for (let walk = 0; walk < walks; walk++) {
    walker.begin();
    for (let step = 0; step < stepsOfWalk; step++) {
      const count = walker.list();
      if (count === 0) break;
      walker.take(count - 1 - ((walk * step) % count));
    }
  }
  return walker.world;
}
