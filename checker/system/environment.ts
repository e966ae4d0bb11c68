/** What the environment of a host may send it, asked of the model's author with care (R10). */

import { BrokenModel } from '../broken-model.ts';
import { byText, canonical, jsonFault } from '../json.ts';
import type { Message } from '../machine/local.ts';
import type { HostView } from '../state/view.ts';
import type { LoadedModel } from './load.ts';

/**
 * The distinct events that the environment may send a host as it stands, in the order of their texts.
 * @throws BrokenModel where the model's `inputs` throws, or lists what is no message.
 */
export function inputsOf({ system, model }: LoadedModel, view: HostView): readonly Message[] {
  const place = { model: model.name, host: view.id };
  const events = new Map<string, Message>();
  for (const event of listed(system.inputs, view, place)) {
    const fault = jsonFault(event);
    if (fault !== null) {
      throw new BrokenModel(
        `the system's inputs list an event that holds ${fault.found} at '${fault.path}': events are plain JSON`,
        place,
      );
    }
    // Plain JSON, as was just made sure of.
    events.set(canonical(event as unknown as Parameters<typeof canonical>[0]), event);
  }
  return [...events].toSorted(([left], [right]) => byText(left, right)).map(([, event]) => event);
}

type Inputs = LoadedModel['system']['inputs'];

function listed(
  inputs: Inputs,
  view: HostView,
  place: { readonly model: string; readonly host: string },
): readonly Message[] {
  try {
    return inputs(view.id, view);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BrokenModel(`the system's inputs threw: ${reason}`, place, cause);
  }
}
