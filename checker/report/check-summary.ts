/** The last lines of a check: how many verdicts of each kind, how much work, and what was never taken. */

import type { Coverage, CoverageCount } from '../check/coverage.ts';
import type { SuiteResult } from '../check/suite.ts';
import { counted, countText, secondsText } from './numbers.ts';
import { fitted } from './page.ts';
import type { Palette } from './palette.ts';
import { waiverText } from './source-text.ts';

/** What a suite came to, in a few lines. */
export function summaryLines(
  { results, broken, failed }: SuiteResult,
  colours: Palette,
): readonly string[] {
  const unchecked = [
    ...(broken.length > 0 ? [counted(broken.length, 'broken model')] : []),
    ...(failed.length > 0
      ? [`${counted(failed.length, 'check')} failed by an internal error`]
      : []),
  ].map(colours.bad);
  if (results.length === 0 && unchecked.length > 0) {
    return [`${unchecked.join(', ')}, and nothing was checked`];
  }
  const properties = results.flatMap((result) => result.properties);
  const asExpected = properties.filter(
    ({ problem, waived }) => problem === null || waived !== null,
  );
  const tally = (verdict: string): number =>
    asExpected.filter((property) => property.verdict === verdict).length;
  const amiss = properties.filter(({ problem }) => problem !== null && problem !== 'inconclusive');
  const undecided = properties.filter(({ problem }) => problem === 'inconclusive');
  const unwaived = amiss.filter(({ waived }) => waived === null).length;
  const mutants = results.flatMap((result) => result.mutants ?? []);
  const killed = mutants.filter(({ killedBy, property }) => killedBy === property).length;
  const parts = [
    counted(tally('holds'), 'property holds', 'properties hold'),
    ...(tally('violated') > 0 ? [`${tally('violated')} violated as expected`] : []),
    ...(unwaived > 0 ? [colours.bad(`${unwaived} not as expected`)] : []),
    ...(undecided.length > 0 ? [colours.odd(`${undecided.length} undecided`)] : []),
    ...(mutants.length > 0 ? [`${killed} of ${mutants.length} mutants killed`] : []),
    ...unchecked,
  ];
  return fitted([`${counted(results.length, 'model')}: ${parts.join(', ')}`, workLine(results)]);
}

function workLine(results: SuiteResult['results']): string {
  const sum = (of: (result: SuiteResult['results'][number]) => number): number =>
    results.reduce((total, result) => total + of(result), 0);
  const states = sum(({ findings }) => findings.states);
  const transitions = sum(({ findings }) => findings.transitions);
  const seconds = sum(({ findings }) => findings.seconds);
  // Nobody knows how long those took that a search went on from.
  const before = sum(({ findings }) => findings.resumedFrom?.transitions ?? 0);
  const now = transitions - before;
  const isResumed = results.some(({ findings }) => findings.resumedFrom !== undefined);
  const work = isResumed ? `, ${countText(now)} of them in` : ' in';
  const rate = seconds > 0 ? `, ${countText(now / seconds)} transitions/s` : '';
  return `${countText(states)} states, ${countText(transitions)} transitions${work} ${secondsText(seconds)}${rate}`;
}

/** What of the charts was seen; what wasn't is listed where that is judged. */
export function coverageLines(
  { transitions, guards, idleWaivers }: Coverage,
  isJudged: boolean,
  colours: Palette,
): readonly string[] {
  const unseen = transitions.unseen.length + guards.unseen.length;
  const lines = [
    ...(transitions.total === 0 ? [] : [tallyLine('chart transitions taken', transitions)]),
    ...(guards.total === 0 ? [] : [tallyLine('guard outcomes seen', guards)]),
  ];
  if (!isJudged) {
    return unseen === 0
      ? lines
      : [...lines, '  judged only where a whole suite was explored to its end'];
  }
  return [
    ...lines,
    ...missing(transitions, ['transition is taken', 'transitions are taken'], colours),
    ...missing(guards, ['guard outcome is seen', 'guard outcomes are seen'], colours),
    ...(unseen === 0 ? [] : [unseen === 1 ? howToShowIt : howToShowThem]),
    ...fitted(
      idleWaivers.map(
        ({ what, models }) =>
          `✗ the waiver of '${what}' is of no use (${someOf(models)}): take it out`,
      ),
    ).map(colours.bad),
  ];
}

const howToShowIt =
  '  Add a model that shows it, or put the line into the waivers of one, with the reason.';
const howToShowThem =
  '  Add models that show them, or put the lines into the waivers of one, each with its reason.';

function tallyLine(what: string, { seen, total, waived }: CoverageCount): string {
  return `${what}: ${seen} of ${total}${waived > 0 ? ` (${waived} waived)` : ''}`;
}

function missing(
  { unseen }: CoverageCount,
  [one, many]: readonly [string, string],
  colours: Palette,
): readonly string[] {
  if (unseen.length === 0) return [];
  return [
    colours.bad(`✗ ${counted(unseen.length, one, many)} in no model:`),
    ...unseen.map((name) => `      ${waiverText(name)},`),
  ];
}

/** How many properties that say nothing are named. */
const mostConstants = 5;

/** Properties that hold without looking at any state, which is no fault, but seldom what is meant. */
export function constantLines(results: SuiteResult['results']): readonly string[] {
  const found = results.flatMap(({ model, constants }) =>
    constants.map((name) => ({ name, model: model.name })),
  );
  const byName = [...Map.groupBy(found, ({ name }) => name)];
  if (byName.length === 0) return [];
  const few = byName
    .slice(0, mostConstants)
    .map(([name, those]) => `      ${name} (${someOf(those.map(({ model }) => model))})`);
  const left = byName.length - few.length;
  return fitted([
    `${counted(byName.length, 'property looks at no state, and so holds', 'properties look at no state, and so hold')} whatever the machines do:`,
    ...few,
    ...(left > 0 ? [`      and ${left} more`] : []),
    '  A predicate is given a view of the state to ask, as in view.each(machine) or view.messages(type).',
  ]);
}

function someOf(models: readonly string[]): string {
  const [first = ''] = models;
  return models.length === 1 ? first : `${first} and ${models.length - 1} more`;
}
