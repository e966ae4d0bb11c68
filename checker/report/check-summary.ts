/** The last lines of a check: how many verdicts of each kind, how much work, and what was never taken. */

import type { Coverage } from '../check/coverage.ts';
import type { SuiteResult } from '../check/suite.ts';
import { counted, countText, secondsText } from './numbers.ts';
import type { Palette } from './palette.ts';

/** What a suite came to, in a few lines. */
export function summaryLines(
  { results, broken }: SuiteResult,
  colours: Palette,
): readonly string[] {
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
  const survivors = mutants.filter(({ killedBy }) => killedBy === null).length;
  const parts = [
    counted(tally('holds'), 'property holds', 'properties hold'),
    ...(tally('violated') > 0 ? [`${tally('violated')} violated as expected`] : []),
    ...(unwaived > 0 ? [colours.bad(`${unwaived} not as expected`)] : []),
    ...(undecided.length > 0 ? [colours.odd(`${undecided.length} undecided`)] : []),
    ...(mutants.length > 0
      ? [`${mutants.length - survivors} of ${mutants.length} mutants killed`]
      : []),
    ...(broken.length > 0 ? [colours.bad(counted(broken.length, 'broken model'))] : []),
  ];
  return [`${counted(results.length, 'model')}: ${parts.join(', ')}`, workLine(results)];
}

function workLine(results: SuiteResult['results']): string {
  const sum = (of: (result: SuiteResult['results'][number]) => number): number =>
    results.reduce((total, result) => total + of(result), 0);
  const states = sum(({ findings }) => findings.states);
  const transitions = sum(({ findings }) => findings.transitions);
  const seconds = sum(({ findings }) => findings.seconds);
  const rate = seconds > 0 ? `, ${countText(transitions / seconds)} transitions/s` : '';
  return `${countText(states)} states, ${countText(transitions)} transitions in ${secondsText(seconds)}${rate}`;
}

/** How many chart transitions were taken; those that weren't are listed where that is judged. */
export function coverageLines(
  coverage: Coverage,
  isJudged: boolean,
  colours: Palette,
): readonly string[] {
  const { taken, total, waived, untaken } = coverage;
  const waivers = waived > 0 ? ` (${waived} waived)` : '';
  const line = `chart transitions taken: ${taken} of ${total}${waivers}`;
  if (untaken.length === 0) return [line];
  if (!isJudged) return [`${line}; judged only over a whole suite without limits`];
  return [
    line,
    colours.bad(
      `✗ ${counted(untaken.length, 'transition is', 'transitions are')} taken in no model:`,
    ),
    ...untaken.map((name) => `      ${name}`),
    '  Add a model that takes them, or waive them with a reason: waivers: [{ what, why }].',
  ];
}
