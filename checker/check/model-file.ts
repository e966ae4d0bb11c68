/** Reading model files: what they export, checked at the edge. */

import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { BrokenModel } from '../broken-model.ts';
import type { Model } from '../model/model.ts';
import { commonJsHint } from './commonjs.ts';

const record = v.record(v.string(), v.unknown());
const list = v.array(
  v.looseObject({
    name: v.pipe(v.string(), v.minLength(1)),
    parameters: record,
    system: v.looseObject({ hosts: v.array(v.looseObject({ id: v.string() })) }),
    properties: record,
  }),
);

/** Whether a name is that of a model file: TypeScript, or JavaScript as the `type` of its package has it. */
export function isModelFile(name: string): boolean {
  return /\.model\.[mc]?[jt]s$/.test(name);
}

/**
 * The models that a file exports as `models`; an empty list is one too, for files that only hold
 * what others build on.
 * @throws BrokenModel where it can't be imported, or exports no such list.
 */
export async function modelsIn(file: string): Promise<readonly Model[]> {
  const { models } = await importFile(file);
  const checked = v.safeParse(list, models);
  // What was built by `model` or `family` has the shape; the schema sees that it was.
  if (checked.success) return models as readonly Model[];
  const [issue] = checked.issues;
  const path = v.getDotPath(issue);
  throw new BrokenModel(
    `the file exports no list of models: ${path === null ? 'models' : `models.${path}`}: ${issue.message}. Write: export const models: readonly Model[] = [model('…', { … })]`,
    { file },
  );
}

/**
 * What a file exports.
 * @throws BrokenModel where importing it fails.
 */
export async function importFile(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (cause) {
    if (cause instanceof BrokenModel) throw cause.at({ file });
    const reason = cause instanceof Error ? cause.message : String(cause);
    const hint = commonJsHint(file, cause, isModelFile(file));
    throw new BrokenModel(`the file can't be loaded: ${reason}${hint}`, { file }, cause);
  }
}
