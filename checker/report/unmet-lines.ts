/** What to make of expectations that nothing met: violations that didn't occur, mutants that survived. */

import type { ModelResult, MutantResult, PropertyResult } from '../check/results.types.ts';
import { counted } from './numbers.ts';
import { fitted } from './page.ts';
import type { Palette } from './palette.ts';
import { waiverText } from './source-text.ts';

/** An expected violation that did not occur; `stored` is the trace of it, as somebody would type it. */
export function absentLines(
  { model }: Pick<ModelResult, 'model'>,
  { name, kind }: Pick<PropertyResult, 'name' | 'kind'>,
  stored: string | null,
  colours: Palette,
): readonly string[] {
  const [what, searched, scope] =
    kind === 'sometimes'
      ? ['happens', 'Some run shows it.', 'larger']
      : ['is not violated', 'Every run was explored, and none violates it.', 'smaller'];
  return [
    ...fitted([`✗ ${model.name}: ${name} ${what}, but a violation is expected`]).map(colours.bad),
    ...fitted([
      `  ${searched} Likely cause: the machines were mended, the scope became ${scope} (budgets, hosts, scripts), or the property asks for less than it did.`,
      `  If that is as it should be, take ${name} out of the model's 'expect'.`,
    ]),
    ...(stored === null ? [] : [`  why      npx quorate verify ${stored}`]),
  ];
}

/** The faults of a model, and inputs with a budget, that never happen and are not waived. */
export function unseenFaultLines(
  { model, unseenFaults }: Pick<ModelResult, 'model' | 'unseenFaults'>,
  colours: Palette,
): readonly string[] {
  const labels = unseenFaults.filter(({ waived }) => waived === null).map(({ label }) => label);
  if (labels.length === 0) return [];
  const isOne = labels.length === 1;
  const what = `${labels.join(', ')} never ${isOne ? 'happens' : 'happen'}`;
  return [
    '',
    ...fitted([`✗ ${model.name}: ${what}, though the budgets allow ${isOne ? 'it' : 'them'}`]).map(
      colours.bad,
    ),
    ...fitted([
      `  No run comes to where ${isOne ? 'it' : 'they'} could happen, so the model proves less than it seems to.`,
    ]),
    '  If that is as it should be, say so in the model, with the reason:',
    ...(isOne ? [] : ['      waivers: [']),
    ...labels.map((label) =>
      isOne ? `      waivers: [${waiverText(label)}]` : `        ${waiverText(label)},`,
    ),
    ...(isOne ? [] : ['      ]']),
  ];
}

/** The mutants of a model that nothing caught; none where all were, or where a limit ended a search. */
export function survivorLines(
  { model, mutants }: ModelResult,
  colours: Palette,
): readonly string[] {
  const survivors = (mutants ?? []).filter(hasSurvived);
  if (survivors.length === 0) return [];
  const names = survivors.map(({ name, property }) => `${name} (${property} holds)`);
  const many = counted(survivors.length, 'mutant survives', 'mutants survive');
  const idle = survivors.filter(({ changesNothing }) => changesNothing);
  const others = survivors.length - idle.length;
  return [
    '',
    ...fitted([`✗ ${model.name}: ${many}: ${names.join(', ')}`]).map(colours.bad),
    ...(idle.length === 0 ? [] : idleLines(idle)),
    ...(others === 0 ? [] : fitted(unseenChange(idle.length > 0))),
  ];
}

function idleLines(idle: readonly MutantResult[]): readonly string[] {
  const names = new Intl.ListFormat('en').format(idle.map(({ name }) => name));
  const [verb, it] = idle.length === 1 ? ['changes', 'it'] : ['change', 'them'];
  return fitted([
    `  ${names} ${verb} nothing: all states and steps are those of the model itself, so no property can catch ${it}. Likely cause: the parameters are those that the model has, what is put in place answers as the other did, or nothing ever asks it.`,
    `  Change something that runs come to, or take ${it} out.`,
  ]);
}

function unseenChange(areOthers: boolean): readonly string[] {
  const none = areOthers ? 'Of the others no run' : 'No run';
  return [
    `  ${none} within the scope shows the change. Likely cause: none comes to where it matters (a budget of 0, too few hosts or requests, a part of the chart that no run enters), or the property asks for less than its name says.`,
    '  Give the model that scope, or ask for more; if the change is harmless after all, take the mutant out.',
  ];
}

/** The mutants of a model that only other properties caught than those that they name. */
export function strayLines({ model, mutants }: ModelResult, colours: Palette): readonly string[] {
  const strays = (mutants ?? []).filter(
    ({ killedBy, property, inconclusive }) =>
      killedBy !== null && killedBy !== property && !inconclusive,
  );
  if (strays.length === 0) return [];
  const names = strays.map(
    ({ name, property, killedBy }) => `${name} (by ${killedBy}; ${property} holds)`,
  );
  const many = counted(
    strays.length,
    'mutant is caught by another property than it names',
    'mutants are caught by other properties than they name',
  );
  return [
    '',
    ...fitted([`✗ ${model.name}: ${many}: ${names.join(', ')}`]).map(colours.bad),
    ...fitted([
      '  Every run was explored, and none violates the property that is named: nothing shows that it can fail. Find out which of the two should notice the change; then name that one in caughtBy, or let the other ask for more.',
    ]),
  ];
}

function hasSurvived({ killedBy, inconclusive }: MutantResult): boolean {
  return killedBy === null && !inconclusive;
}
