import type { Node } from './ast';

/** How many characters a pattern matches; undefined where that varies. */
export function widthOf(node: Node, widthOfGroup: (group: number) => number | undefined): number | undefined {
  const width = (of: Node) => widthOf(of, widthOfGroup);
  switch (node.kind) {
    case 'set':
    case 'any':
    case 'notNewline':
      return 1;
    case 'sequence':
      return node.parts.reduce<number | undefined>((sum, part) => plus(sum, width(part)), 0);
    case 'choice': {
      const widths = new Set(node.branches.map(width));
      return widths.size === 1 ? [...widths][0] : undefined;
    }
    case 'capture':
    case 'atomic':
      return width(node.body);
    case 'repeat': {
      const each = width(node.body);
      if (each === 0) return 0;
      return each !== undefined && node.min === node.max ? each * node.min : undefined;
    }
    case 'reference':
      return widthOfGroup(node.group);
    default:
      return 0;
  }
}

function plus(left: number | undefined, right: number | undefined): number | undefined {
  return left === undefined || right === undefined ? undefined : left + right;
}
