/** What a model's author may paste into the model: names and waivers as they are written there. */

/** A name as the key of an object literal, where `__proto__` stands for something else. */
export function keyText(name: string): string {
  if (name === '__proto__') return `['${name}']`;
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literalText(name);
}

/** A waiver of something. Its reason is the author's to write: without one, the model is refused. */
export function waiverText(what: string): string {
  return `{ what: ${literalText(what)}, why: '' }`;
}

/** A text as a literal in single quotes. */
function literalText(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll("'", String.raw`\'`)}'`;
}
