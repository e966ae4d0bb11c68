/** What the environment of a host may send it, asked of the model's author with care (R10). */

import { BrokenModel } from '../broken-model.ts';
import { thrownWords } from '../import-hint.ts';
import { described, isRecord } from '../definition/values.ts';
import { byText, canonical, jsonFault } from '../json.ts';
import type { Json } from '../json.ts';
import type { Message } from '../machine/local.ts';
import { messageJson } from '../state/action.ts';
import type { HostView } from '../state/view.ts';
import type { LoadedModel } from './load.ts';

/**
 * The distinct events that the environment may send a host as it stands, in the order of their texts.
 * @throws BrokenModel where the model's `inputs` throws, or lists what is no message.
 */
export function inputsOf(loaded: LoadedModel, view: HostView): readonly Message[] {
  const place = { model: loaded.model.name, host: view.id };
  const events = new Map<string, Message>();
  for (const event of listed(loaded, view, place)) {
    if (!isEvent(event)) {
      throw new BrokenModel(
        `the system's inputs list ${described(event)}, no event: write { type: '…' }`,
        place,
      );
    }
    const fault = jsonFault(event);
    if (fault !== null) {
      throw new BrokenModel(
        `the system's inputs list an event that holds ${fault.found} at '${fault.path}': events are plain JSON`,
        place,
      );
    }
    events.set(canonical(messageJson(event)), event);
  }
  return [...events].toSorted(([left], [right]) => byText(left, right)).map(([, event]) => event);
}

function isEvent(event: unknown): boolean {
  return isRecord(event) && typeof event['type'] === 'string';
}

function listed(
  loaded: LoadedModel,
  view: HostView,
  place: { readonly model: string; readonly host: string },
): readonly Message[] {
  const answer = answered(loaded, view, place);
  if (Array.isArray(answer)) return answer;
  throw new BrokenModel(
    `the system's inputs answered ${described(answer)}, no list of events. Write [{ type: '…' }], and [] for none`,
    place,
  );
}

function answered(
  loaded: LoadedModel,
  view: HostView,
  place: { readonly model: string; readonly host: string },
): unknown {
  try {
    return loaded.system.inputs(view.id, view);
  } catch (cause) {
    if (cause instanceof BrokenModel) throw cause.at({ ...place, seen: seenText(loaded, view) });
    const reason = thrownWords(cause);
    throw new BrokenModel(
      `the system's inputs threw: ${reason}. They may be asked about any state that a host reaches`,
      { ...place, seen: seenText(loaded, view) },
      cause,
    );
  }
}

/** The machines of a host as it stands, as JSON. */
function seenText(loaded: LoadedModel, view: HostView): string {
  const slots = [...(loaded.hosts.get(view.id)?.slots.values() ?? [])];
  const machines = slots.map(({ name, slot }) => {
    const locals = view.each(slot.original).map(({ key, state, context }) => ({
      key,
      state,
      // A context is plain JSON, or its machine could not have stepped.
      context: context as Json,
    }));
    return [name, locals] as const;
  });
  return canonical({ up: view.up, ...Object.fromEntries(machines) });
}
