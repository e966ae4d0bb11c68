/** What is told of something that was thrown. It may be anything; none of this ever throws. */

/** As much of an object's text is told. */
const longestText = 200;

/** Why something failed, in the words of what was thrown. */
export function reasonOf(thrown: unknown): string {
  return safely(() => {
    if (!(thrown instanceof Error)) return textOf(thrown);
    return thrown.message === '' ? thrown.name : thrown.message;
  });
}

/** The same, and of an error the lines that say where it arose. */
export function stackOf(thrown: unknown): string {
  return safely(() =>
    thrown instanceof Error ? (thrown.stack ?? thrown.message) : textOf(thrown),
  );
}

function textOf(thrown: unknown): string {
  const isPlain =
    typeof thrown === 'object' && thrown !== null && thrown.toString === Object.prototype.toString;
  if (!isPlain) return String(thrown);
  return Object.keys(thrown).length === 0
    ? 'an object without keys'
    : JSON.stringify(thrown).slice(0, longestText);
}

/** Asks for a text where whoever threw may have a part in what is answered, or throw again. */
export function safely(ask: () => unknown, otherwise = 'something that has no text'): string {
  try {
    return String(ask());
  } catch {
    return otherwise;
  }
}
