/** Colour, where the reader's terminal has it. */

import { styleText } from 'node:util';

/** How a report marks its words; every function returns its text unchanged where there is no colour. */
export interface Palette {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly odd: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly strong: (text: string) => string;
}

/** The palette for a stream that is a terminal with colours, or the plain one. */
export function palette(hasColour: boolean): Palette {
  const mark = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    hasColour ? styleText(format, text, { validateStream: false }) : text;
  return {
    good: mark('green'),
    bad: mark(['bold', 'red']),
    odd: mark('yellow'),
    faint: mark('dim'),
    strong: mark('bold'),
  };
}
