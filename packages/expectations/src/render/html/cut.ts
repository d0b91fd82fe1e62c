import { clip, oneLine, visibleText } from '@modelgate/report';

/** At most `length` characters of a text in one line; of an endless text, only its beginning is looked at. */
export function cutLine(text: string, length: number): string {
  return clip(oneLine(text.slice(0, 2 * length)), length);
}

/** The same with its line ends. */
export function cut(text: string, length: number): string {
  return clip(visibleText(text.slice(0, 2 * length)), length);
}
