/** A simulation as its reader needs it: what was found, in which walk, and how much that says. */

import { match } from 'ts-pattern';
import type { PropertyResult } from '../check/results.types.ts';
import type { PropertyOutcome, SimulationOutcome } from '../simulation/outcome.ts';
import type { WalkOrder } from '../simulation/simulation.ts';
import type { WalkPlan } from '../simulation/walk.types.ts';
import { counted, countText } from './numbers.ts';
import type { Palette } from './palette.ts';
import { fitted, namedRow, reportWidth, wrapped } from './page.ts';
import { violationLines } from './violation.ts';
import { actionWords, cut } from './wording.ts';

/** The first line, or lines: what is walked through, and how. */
export function planLines(
  model: string,
  {
    plan,
    order,
    maxSeconds,
  }: {
    readonly plan: WalkPlan;
    readonly order: WalkOrder;
    readonly maxSeconds: number | null;
  },
): readonly string[] {
  const { strategy, seed, depth } = plan;
  const most = order.kind === 'all' ? order.walks : null;
  const walks =
    order.kind === 'one'
      ? `the ${strategy} walk ${order.walk}`
      : most === null
        ? `${strategy} walks`
        : counted(most, `${strategy} walk`);
  const time =
    maxSeconds === null ? '' : `, for ${maxSeconds} ${maxSeconds === 1 ? 'second' : 'seconds'}`;
  return fitted([`${model}: ${walks} of at most ${counted(depth, 'step')}${time}, seed ${seed}`]);
}

/** The table of properties, and what the walks covered. */
export function outcomeLines(
  outcome: SimulationOutcome,
  order: WalkOrder,
  colours: Palette,
): readonly string[] {
  const { properties, scope, simulation } = outcome;
  return [
    '',
    colours.strong(row(['PROPERTY', 'VERDICT', 'IN WALK', 'AFTER', 'SHORT', 'EXPECTED'])),
    ...properties.map((property) => propertyRow(property, colours)),
    ...wrapped(`within ${scope}`).map(colours.faint),
    '',
    ...workLines(outcome, order),
    ...(simulation.lost === 0
      ? []
      : [
          colours.odd(
            `${counted(simulation.lost, 'worker')} ran out of memory: what it saw is not counted`,
          ),
        ]),
    ...(simulation.givenUp === 0
      ? []
      : fitted([
          simulation.givenUp === 1
            ? '1 worker was given up: what it saw is not counted'
            : `${simulation.givenUp} workers were given up: what they saw is not counted`,
        ]).map(colours.odd)),
    colours.faint(
      'Walks are not all runs: what they did not find may still be there. quorate check explores every run.',
    ),
  ];
}

type Cells = readonly [string, string, string, string, string, string];

function row([name, verdict, walk, after, short, note]: Cells): string {
  const cells = [
    verdict.padEnd(10),
    walk.padStart(11),
    after.padStart(8),
    short.padStart(8),
    ` ${note}`,
  ];
  return namedRow(name, 36, cells.join(' '));
}

function propertyRow(property: PropertyOutcome, colours: Palette): string {
  const { name, kind, verdict, finding, trace, problem, isExpected, isJudged } = property;
  const [said, note] = match(verdict)
    .with('violated', () => [verdict, isExpected ? 'as expected' : 'UNEXPECTED'])
    .with('witnessed', () => [verdict, 'as expected'])
    .with('unknown', () =>
      isJudged
        ? [kind === 'sometimes' ? 'not witnessed' : 'not found', isExpected ? 'a violation' : '']
        : ['not judged', 'quorate check does'],
    )
    .exhaustive();
  const text = row([
    `  ${name}`,
    said ?? '',
    finding === null ? '' : countText(finding.walk),
    finding === null ? '' : countText(finding.steps),
    finding === null ? '' : countText(trace?.steps.length ?? finding.run.length),
    note ?? '',
  ]);
  return problem === null ? text : colours.bad(text);
}

/** What was walked and covered; of a single walk only its length says something. */
function workLines(outcome: SimulationOutcome, order: WalkOrder): readonly string[] {
  const { simulation, charted, untaken, faults, faultsNeverSeen } = outcome;
  const { walks, steps, longest, states, abstractStates } = simulation;
  if (order.kind === 'one') return [`walked    ${counted(steps, 'step')}`];
  const distinct = states.isExact
    ? `${countText(states.count)} distinct (exact)`
    : `about ${countText(states.count)} distinct (estimated, to within 1 or 2 %)`;
  const happened = faults.filter((label) => !faultsNeverSeen.includes(label));
  return [
    `walked    ${counted(walks, 'walk')}, ${counted(steps, 'step')}, the longest walk ${countText(longest)}`,
    ...fitted([
      `states    ${distinct}; ${countText(abstractStates)} by the chart states of all hosts alone`,
    ]),
    `charts    ${charted - untaken.length} of ${counted(charted, 'transition')} taken`,
    ...few(untaken, 'not taken'),
    ...(faults.length === 0 ? [] : fitted([`faults    ${happened.join(', ') || 'none'} happened`])),
    ...few(faultsNeverSeen, 'never happened'),
  ];
}

/** A few of what is missing, a line each. */
function few(names: readonly string[], what: string): readonly string[] {
  const most = 5;
  if (names.length === 0) return [];
  const more = names.length - most;
  return [
    `          ${what}:`,
    ...names.slice(0, most).map((name) => cut(`            ${name}`, reportWidth)),
    ...(more > 0 ? [`            and ${counted(more, 'more', 'more')}`] : []),
  ];
}

/** Where the traces of findings are, and how to make their walks again; unexpected ones in full. */
export function findingLines(
  { model, properties }: SimulationOutcome,
  {
    files,
    again,
    modelFile,
    hasStore,
    colours,
  }: {
    readonly files: ReadonlyMap<PropertyOutcome, string>;
    readonly again: (walk: number) => string;
    readonly modelFile: string | null;
    readonly hasStore: boolean;
    readonly colours: Palette;
  },
): readonly string[] {
  return properties.flatMap((property) => {
    const { finding, verdict, problem, name } = property;
    if (finding === null || verdict !== 'violated') return [];
    const file = files.get(property) ?? null;
    const walk = `  walk     ${again(finding.walk)}`;
    if (problem !== null) {
      const place = { model: model.name, file, modelFile, hasStore, isShortest: false };
      return ['', ...violationLines(asResult(property), place, colours), walk];
    }
    const trace = file === null ? [] : [`  trace    ${file}`];
    return ['', `${name} is violated as expected`, ...trace, walk];
  });
}

/** How many steps of a walk are told. */
const mostTold = 500;

/** The steps of the one walk that was asked for. */
export function walkLines({ model, simulation }: SimulationOutcome): readonly string[] {
  const { told } = simulation;
  const { partitions } = model.system;
  const steps = told.slice(0, mostTold).map((action, index) => {
    return cut(`${String(index + 1).padStart(6)}  ${actionWords(action, partitions)}`, reportWidth);
  });
  const more = told.length - steps.length;
  return [
    ...(told.length === 0 ? [] : ['']),
    ...steps,
    ...(more > 0 ? [`        and ${counted(more, 'more step')}`] : []),
  ];
}

function asResult({ name, kind, problem, trace }: PropertyOutcome): PropertyResult {
  return {
    name,
    kind,
    expected: 'holds',
    expectedSteps: null,
    verdict: 'violated',
    steps: trace?.steps.length ?? null,
    cycle: null,
    putOff: [],
    problem,
    waived: null,
    trace,
  };
}
