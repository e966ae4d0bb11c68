/** What a search explores, and whether a checkpoint is one of the same search. */

import type { SearchOptions } from '../search.types.ts';
import type { World } from '../world.ts';
import { ownField } from '../../own-field.ts';
import { definitionDigest } from './definition-digest.ts';
import type { Identity } from './manifest.ts';

/** What a search through a world explores. */
export function identityOf(
  { loaded }: World,
  { usesSymmetry = false, sources = {} }: Pick<SearchOptions, 'usesSymmetry' | 'sources'>,
): Identity {
  const { model } = loaded;
  return {
    model: model.name,
    parameters: { ...model.parameters },
    properties: Object.keys(model.properties),
    reductions: usesSymmetry ? ['symmetry'] : [],
    definition: definitionDigest(model),
    sources: { ...sources },
  };
}

/** The first difference between two searches, in words; null where they explore the same. */
export function differenceBetween(then: Identity, now: Identity): string | null {
  if (then.model !== now.model) {
    return `it is of the model '${then.model}', and this is '${now.model}'`;
  }
  const names = new Set([...Object.keys(then.parameters), ...Object.keys(now.parameters)]);
  for (const name of names) {
    const [before, after] = [ownField(then.parameters, name), ownField(now.parameters, name)];
    if (before === after) continue;
    return `its parameter '${name}' is ${wording(before)}, and here it is ${wording(after)}`;
  }
  if (then.reductions.join() !== now.reductions.join()) {
    return `it was made ${reduced(then)}, and this search is ${reduced(now)}: give the same --reduce`;
  }
  if (then.properties.toSorted().join() !== now.properties.toSorted().join()) {
    return `its properties are ${listed(then)}, and here they are ${listed(now)}: give the same --property`;
  }
  if (then.definition !== now.definition) {
    return 'the model was changed since: explore it from the start';
  }
  const file = otherSource(then.sources, now.sources);
  if (file === undefined) return null;
  return `the file ${file}, in which the model is written, was changed since: explore it from the start`;
}

/** The first file that is another one, or that only one of the two has. */
function otherSource(then: Identity['sources'], now: Identity['sources']): string | undefined {
  const files = new Set([...Object.keys(now), ...Object.keys(then)]);
  return [...files].find((file) => ownField(then, file) !== ownField(now, file));
}

function wording(value: string | number | undefined): string {
  return value === undefined ? 'not there' : String(value);
}

function reduced({ reductions }: Identity): string {
  return reductions.length === 0 ? 'without reductions' : `with ${reductions.join(', ')}`;
}

function listed({ properties }: Identity): string {
  return properties.length === 0 ? 'none' : properties.join(', ');
}
