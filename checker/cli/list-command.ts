/** `list`: the models with their parameters, scope, properties and expectations. */

import { relative } from 'node:path';
import { exitCodes } from '../check/exit-codes.ts';
import type { BrokenSubject } from '../check/results.types.ts';
import { deadlock } from '../model/property.ts';
import type { Model } from '../model/model.ts';
import { ownField } from '../own-field.ts';
import { boundsOf } from '../trace/bounds.ts';
import { brokenModelLines } from '../report/failure.ts';
import { counted } from '../report/numbers.ts';
import { wrapped } from '../report/page.ts';
import { complain, print } from './context.ts';
import type { Context } from './context.ts';
import { listedModels } from './project.ts';
import type { ListedModel, OnBroken } from './project.ts';
import { selection } from './selection.ts';

/** Lists the named models, or every model of the project; of files that can't be used it tells why. */
export async function list(
  context: Context,
  names: readonly string[],
  { json }: { readonly json?: boolean },
): Promise<number> {
  const broken: BrokenSubject[] = [];
  const models = await modelsMeant(context, names, (one) => broken.push(one));
  if (json === true) {
    const listed = models.map((one) => modelJson(one, context.project().root));
    print(context, [JSON.stringify({ formatVersion: 1, models: listed }, null, 1)]);
  } else for (const one of models) print(context, modelLines(context, one));
  for (const { error } of broken) complain(context, brokenModelLines(error));
  return broken.length === 0 ? exitCodes.asExpected : exitCodes.brokenModel;
}

async function modelsMeant(
  { io, project }: Context,
  names: readonly string[],
  onBroken: OnBroken,
): Promise<readonly ListedModel[]> {
  if (names.length === 0) return listedModels(project(), onBroken);
  const narrowing = { parameters: [], properties: [] };
  const selected = await selection(project(), names, { cwd: io.cwd, narrowing, onBroken });
  return selected.map(({ subject, model }) => ({ file: subject.file, model }));
}

function modelLines(
  { colours, project }: Context,
  { file, model }: ListedModel,
): readonly string[] {
  const parameters = Object.entries(model.parameters).map(([name, value]) => `${name}=${value}`);
  const mutants = Object.entries(model.mutants).map(([name, one]) => `${name} (${one.caughtBy})`);
  return [
    colours.strong(model.name),
    ...line('file', relative(project().root, file)),
    ...line('parameters', parameters.join(' ')),
    ...line('within', boundsOf(model)),
    ...propertiesOf(model).flatMap(({ name, kind, expected, steps }) => {
      const violated = `violated${steps === null ? '' : ` in ${counted(steps, 'step')}`}`;
      return line('property', `${name} (${kind}, ${expected === 'holds' ? 'holds' : violated})`);
    }),
    ...line('mutants', mutants.join(', ')),
    ...line('storeless', model.store === null ? model.storeless : ''),
  ];
}

function line(what: string, text: string): readonly string[] {
  if (text === '') return [];
  return wrapped(text, 14).map((part, index) => {
    return index === 0 ? `  ${what.padEnd(11)} ${part.trimStart()}` : part;
  });
}

interface Listed {
  readonly name: string;
  readonly kind: string;
  readonly expected: 'holds' | 'violated';
  readonly steps: number | null;
}

function propertiesOf({ properties, expect }: Model): readonly Listed[] {
  const kinds = [
    ...Object.entries(properties).map(([name, { kind }]) => [name, kind] as const),
    [deadlock, 'deadlock'] as const,
  ];
  return kinds.map(([name, kind]) => ({
    name,
    kind,
    expected: ownField(expect, name)?.verdict ?? 'holds',
    steps: ownField(expect, name)?.steps ?? null,
  }));
}

function modelJson({ file, model }: ListedModel, root: string): object {
  const { name, parameters, mutants } = model;
  return {
    model: name,
    file: relative(root, file),
    parameters,
    scope: boundsOf(model),
    properties: propertiesOf(model).map(({ steps, ...rest }) =>
      steps === null ? rest : { ...rest, steps },
    ),
    mutants: Object.entries(mutants).map(([mutant, { caughtBy }]) => ({
      name: mutant,
      property: caughtBy,
    })),
  };
}
