/** The table of a check: a row for each model, and below it one for each property and mutant. */

import { match } from 'ts-pattern';
import type { Findings } from '../check/findings.types.ts';
import type {
  ModelResult,
  MutantResult,
  PropertyResult,
  UnseenFault,
} from '../check/results.types.ts';
import { isFaultLabel } from '../system/system.ts';
import { assumptionsOf } from '../trace/bounds.ts';
import { countText, counted, secondsText } from './numbers.ts';
import type { Palette } from './palette.ts';
import { namedRow, reportWidth, wrapped } from './page.ts';
import { partialOrderLines } from './reduction-lines.ts';
import { cut } from './wording.ts';

interface Cells {
  readonly name: string;
  readonly verdict: string;
  readonly steps?: string;
  readonly states?: string;
  readonly depth?: string;
  readonly note: string;
}

const widths = { name: 46, verdict: 10, steps: 6, states: 13, depth: 7 };

/** The head of the table. */
export function tableHead(colours: Palette): string {
  const cells = {
    name: 'MODEL AND PROPERTY',
    verdict: 'VERDICT',
    steps: 'STEPS',
    states: 'STATES',
    depth: 'DEPTH',
    note: 'EXPECTED',
  };
  return colours.strong(row(cells));
}

/** The rows of one model. */
export function modelRows(result: ModelResult, colours: Palette): readonly string[] {
  const { properties, mutants, unseenFaults } = result;
  return [
    headRow(result, colours),
    ...properties.map((property) => propertyRow(property, colours)),
    ...unseenFaults.map((fault) => faultRow(result, fault, colours)),
    ...(mutants ?? []).map((mutant) => mutantRow(mutant, colours)),
    ...boundLines(result).map(colours.faint),
  ];
}

/** The row of a model, and below it only what isn't as expected. */
export function briefRows(result: ModelResult, colours: Palette): readonly string[] {
  const { properties, mutants, unseenFaults, asExpected } = result;
  return [
    headRow(result, colours),
    ...properties
      .filter(({ problem, waived }) => problem !== null && waived === null)
      .map((property) => propertyRow(property, colours)),
    ...unseenFaults
      .filter(({ waived }) => waived === null)
      .map((fault) => faultRow(result, fault, colours)),
    ...(mutants ?? [])
      .filter(({ killedBy, property }) => killedBy !== property)
      .map((mutant) => mutantRow(mutant, colours)),
    ...(asExpected ? [] : boundLines(result).map(colours.faint)),
  ];
}

function headRow(result: ModelResult, colours: Palette): string {
  const { findings, verdict, model, asExpected } = result;
  const mark = asExpected ? colours.strong : colours.bad;
  const head = row({
    name: model.name,
    verdict,
    states: countText(findings.states),
    // The depth of the states kept is not that of the model.
    depth: findings.isShortest === false ? '-' : String(findings.depth),
    note: asExpected ? 'as expected' : noteOfModel(result),
  });
  return mark(head);
}

function faultRow(
  { model }: ModelResult,
  { label, waived }: UnseenFault,
  colours: Palette,
): string {
  const what = isFaultLabel(model.system, label) ? 'fault' : 'budget of';
  const cells = { name: `  ${what} ${label}`, verdict: 'never seen' };
  return waived === null
    ? colours.bad(row({ ...cells, note: 'NEVER SEEN' }))
    : row({ ...cells, note: 'waived' });
}

function noteOfModel({ findings, properties, unseenFaults }: ModelResult): string {
  const isUndecided = properties.every(
    ({ problem, waived }) => problem === null || problem === 'inconclusive' || waived !== null,
  );
  const allSeen = unseenFaults.every(({ waived }) => waived !== null);
  return isUndecided && allSeen ? (findings.stoppedBy ?? 'undecided') : 'UNEXPECTED';
}

function propertyRow(property: PropertyResult, colours: Palette): string {
  const { name, verdict, problem, waived } = property;
  const text = row({
    name: `  ${name}`,
    verdict,
    steps: stepsText(property),
    note: waived === null ? noteOf(property) : 'waived',
  });
  if (problem === null || waived !== null) return text;
  return problem === 'inconclusive' ? colours.odd(text) : colours.bad(text);
}

/** A run without end is told as the steps that lead to its cycle and those of the cycle. */
function stepsText({ steps, cycle }: PropertyResult): string {
  if (steps === null) return '';
  return cycle === null ? String(steps) : `${steps - cycle}+${cycle}`;
}

function noteOf({ problem, expectedSteps }: PropertyResult): string {
  return match(problem)
    .with(null, () => 'as expected')
    .with('deadlock', 'safety', 'liveness', () => 'UNEXPECTED')
    .with('absent', () => 'NOT VIOLATED')
    .with('length', () => `NOT ${counted(expectedSteps ?? 0, 'STEP', 'STEPS')}`)
    .with('vacuous', () => 'NEVER SEEN')
    .with('inconclusive', () => 'undecided')
    .exhaustive();
}

function mutantRow(mutant: MutantResult, colours: Palette): string {
  const { name, property, killedBy, steps, inconclusive } = mutant;
  const cells = {
    name: `  mutant ${name}`,
    steps: steps === null || inconclusive ? '' : String(steps),
  };
  if (killedBy === property) return row({ ...cells, verdict: 'killed', note: `by ${killedBy}` });
  if (inconclusive) return colours.odd(row({ ...cells, verdict: 'unknown', note: 'undecided' }));
  if (killedBy !== null) {
    const note = `by ${killedBy}, NOT ${property}`;
    return colours.bad(row({ ...cells, verdict: 'killed', note }));
  }
  const note = mutant.changesNothing ? 'CHANGES NOTHING' : `${property} HOLDS`;
  return colours.bad(row({ ...cells, verdict: 'survived', note }));
}

/** What `holds` and `unknown` are said within; a violation needs no bounds. */
function boundLines({ model, properties, scope, findings }: ModelResult): readonly string[] {
  const isBounded = properties.some(({ verdict }) => verdict !== 'violated');
  const { stoppedBy } = findings;
  const within = isBounded ? wrapped(`within ${scope}`) : [];
  const assumptions = assumptionsOf(model);
  const assuming = assumptions === null ? [] : wrapped(`assuming ${assumptions}`);
  return [
    ...within,
    ...assuming,
    ...findings.reductions.flatMap((words) => wrapped(words)),
    ...partialOrderLines(findings),
    ...(stoppedBy === null ? [] : wrapped(`stopped early: ${stoppedBy}${howToGoOn(findings)}`)),
  ];
}

/** A search may spend all its time on taking up what another one left. */
function howToGoOn({ stoppedBy, resumedFrom, transitions, seconds }: Findings): string {
  if (stoppedBy === 'violation') return ' (--keep-going explores on)';
  const isInVain = stoppedBy === 'max-seconds' && transitions === resumedFrom?.transitions;
  if (!isInVain) return '';
  return `, before anything new was explored: loading the checkpoint took ${secondsText(seconds)}, so give more than that`;
}

function row({ name, verdict, steps = '', states = '', depth = '', note }: Cells): string {
  const figures = [
    verdict.padEnd(widths.verdict),
    steps.padStart(widths.steps),
    states.padStart(widths.states),
    depth.padStart(widths.depth),
  ].join(' ');
  return namedRow(name, widths.name, noted(figures, note));
}

/** Figures and a note beside them: a long one takes the place of figures that there are none of. */
function noted(figures: string, note: string): string {
  const columns = reportWidth - widths.name - 1;
  const isLong = figures.length + 2 + note.length > columns;
  if (!isLong) return `${figures}  ${note}`;
  const said = figures.trimEnd();
  if (said.length + 2 + note.length <= columns) return said + note.padStart(columns - said.length);
  return `${said}\n${cut(note, reportWidth - 6).padStart(reportWidth)}`;
}
