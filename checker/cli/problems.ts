/** What a check tells in full: whatever came out otherwise than a model's author expects. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelResult, PropertyResult } from '../check/results.types.ts';
import type { Selected, SuiteResult } from '../check/suite.ts';
import { counted } from '../report/numbers.ts';
import { absentLines, strayLines, survivorLines, unseenFaultLines } from '../report/unmet-lines.ts';
import { briefViolation, violationLines } from '../report/violation.ts';
import { traceFileOf } from '../trace/trace-files.ts';
import type { Context } from './context.ts';
import type { Kept } from './counterexamples.ts';
import { typedPath } from './typed-path.ts';

/** Where problems are looked for, and what is known beside them. */
export interface Problems {
  readonly suite: SuiteResult;
  readonly kept: readonly Kept[];
  readonly selected: readonly Selected[];
  /** The files whose models commands find by their names. */
  readonly listedFiles: () => readonly string[];
  /** Whether the project has a store to replay traces on. */
  readonly canReplay: boolean;
  /** Where expected counterexamples are stored; null outside of a project. */
  readonly storedDir: string | null;
}

const reported: readonly PropertyResult['problem'][] = [
  'deadlock',
  'safety',
  'liveness',
  'length',
  'vacuous',
];

/** How many counterexamples are told in full; one change may break many models in the same way. */
const toldInFull = 3;

/** The counterexamples, the expected ones that there are none of, faults never seen, and mutants that survived. */
export function problemLines(context: Context, found: Problems): readonly string[] {
  const { colours } = context;
  const { results } = found.suite;
  const absent = results.flatMap((result) =>
    result.properties
      .filter(({ problem }) => problem === 'absent')
      .flatMap((property) => {
        const stored = storedFileOf(context, found, { result, property });
        return ['', ...absentLines(result, property, stored, colours)];
      }),
  );
  const faults = results.flatMap((result) => unseenFaultLines(result, colours));
  const mutants = results.flatMap((result) => [
    ...survivorLines(result, colours),
    ...strayLines(result, colours),
  ]);
  return [...violationsIn(context, found), ...absent, ...faults, ...mutants];
}

/** The stored trace of an expected violation, as it would be typed; null where there is none. */
function storedFileOf(
  { io }: Context,
  { storedDir }: Problems,
  { result, property }: { readonly result: ModelResult; readonly property: PropertyResult },
): string | null {
  if (storedDir === null) return null;
  const file = join(storedDir, traceFileOf(result.model.name, property.name));
  return existsSync(file) ? typedPath(io.cwd, file) : null;
}

/** What never happens, then the shortest violations in full, and the others in a line or two each. */
function violationsIn(context: Context, found: Problems): readonly string[] {
  const { suite, kept, canReplay } = found;
  const { colours } = context;
  const problems = suite.results.flatMap(({ model, properties, findings }) =>
    properties
      .filter(({ problem, waived }) => reported.includes(problem) && waived === null)
      .map((property) => ({ model, property, isShortest: findings.isShortest ?? true })),
  );
  if (problems.length === 0) return [];
  const unlisted = unlistedFiles(context, found);
  const told = problems.map(({ model, property, isShortest }) => {
    const place = {
      model: model.name,
      file: kept.find((one) => one.property === property)?.file ?? null,
      modelFile: unlisted.get(model.name) ?? null,
      hasStore: canReplay && model.store !== null,
      isShortest,
    };
    return { property, place };
  });
  const empty = told.filter(({ property }) => property.problem === 'vacuous');
  const byLength = told
    .filter((one) => !empty.includes(one))
    .toSorted((left, right) => (left.property.steps ?? 0) - (right.property.steps ?? 0));
  const brief = byLength.slice(toldInFull);
  return [
    ...[...empty, ...byLength.slice(0, toldInFull)].flatMap(({ property, place }) => [
      '',
      ...violationLines(property, place, colours),
    ]),
    ...briefHead(brief.length),
    ...brief.flatMap(({ property, place }) => briefViolation(property, place, colours)),
  ];
}

function briefHead(count: number): readonly string[] {
  if (count === 0) return [];
  return ['', `${counted(count, 'more violation')}, each with how to see its steps:`];
}

/** The files, as they would be typed, of the models that are checked but not found by their names. */
function unlistedFiles(
  { io }: Context,
  { selected, listedFiles }: Problems,
): ReadonlyMap<string, string> {
  const files = new Set(listedFiles());
  const others = selected.filter(({ subject }) => !files.has(subject.file));
  return new Map(others.map(({ model, subject }) => [model.name, typedPath(io.cwd, subject.file)]));
}
