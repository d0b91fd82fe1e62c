export type Color = 'red' | 'yellow' | 'green' | 'gray' | 'bold';

const CODES: Record<Color, [number, number]> = {
  red: [31, 39],
  yellow: [33, 39],
  green: [32, 39],
  gray: [90, 39],
  bold: [1, 22],
};

export type Paint = (text: string, ...colors: Color[]) => string;

/** Wraps a text in the escape codes of its colours, or leaves it as it is where `color` is false. */
export function painter(color: boolean): Paint {
  return (text, ...colors) =>
    color && text !== ''
      ? colors.reduce((inner, name) => `\u001b[${CODES[name][0]}m${inner}\u001b[${CODES[name][1]}m`, text)
      : text;
}
