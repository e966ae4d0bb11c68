/** Reading model files: what they export, checked at the edge. */

import { pathToFileURL } from 'node:url';
import { BrokenModel } from '../broken-model.ts';
import { modelMade } from '../definition/model-shape.ts';
import { refuseUnlike } from '../definition/shape.ts';
import { described, isRecord } from '../definition/values.ts';
import type { Shape } from '../definition/shape.ts';
import type { Model } from '../model/model.ts';
import { suggestion } from '../nearest-names.ts';
import { ownField } from '../own-field.ts';
import { shownWhile } from '../watch/present-call.ts';
import { commonJsHint } from './commonjs.ts';
import { withDeepStacks } from './deep-stacks.ts';
import { loadFault } from './load-fault.ts';

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
  const exported = await importFile(file);
  const { models } = exported;
  if (!Array.isArray(models)) {
    const near = models === undefined ? suggestion('models', Object.keys(exported)) : '';
    throw new BrokenModel(
      `the file exports no list of models: models is ${described(models)}.${near} Write: export const models: readonly Model[] = [model('…', { … })]`,
      { file },
    );
  }
  for (const [index, one] of models.entries()) {
    const place = isRecord(one) && typeof one['name'] === 'string' ? { model: one['name'] } : {};
    const maker = Object.keys(exported).find((name) => ownField(exported, name) === one);
    const shape = typeof one === 'function' && maker !== undefined ? uncalled(maker) : modelMade;
    refuseUnlike(shape, one, { root: `models[${index}]`, place: { file, ...place } });
  }
  // Each was just seen to be one.
  return models as readonly Model[];
}

/** Refuses a family that is exported under a name, and stands where its members belong. */
function uncalled(name: string): Shape {
  return (_, path) => ({
    path,
    why: `is the function ${name} itself, no model: call it, ${name}()`,
  });
}

/**
 * What a file exports.
 * @throws BrokenModel where importing it fails.
 */
export async function importFile(file: string): Promise<Readonly<Record<string, unknown>>> {
  const words = (): string => `the file ${file}, as it is loaded`;
  try {
    return await withDeepStacks(() => shownWhile(words, () => import(pathToFileURL(file).href)));
  } catch (cause) {
    if (cause instanceof BrokenModel) throw cause.at({ file });
    const hint = commonJsHint(file, cause, isModelFile(file));
    throw new BrokenModel(
      `the file can't be loaded${loadFault(file, cause)}${hint}`,
      { file },
      cause,
    );
  }
}
