import type { Node } from './ast';

/**
 * The references whose group has taken part in every match that gets there. To Python a reference to a group that has not
 * fails, to JavaScript it matches the empty text.
 */
export function certainGroups(root: Node): ReadonlySet<Node> {
  const found = new Set<Node>();
  visit(root, new Set(), found);
  return found;
}

/** @returns the groups that are set after a part has matched, given those that were set before */
function visit(node: Node, before: ReadonlySet<number>, found: Set<Node>): ReadonlySet<number> {
  switch (node.kind) {
    case 'reference':
      if (before.has(node.group)) found.add(node);
      return before;
    case 'sequence':
      return node.parts.reduce((set, part) => visit(part, set, found), before);
    case 'choice': {
      const [first = before, ...others] = node.branches.map((branch) => visit(branch, before, found));
      return new Set([...first].filter((group) => others.every((other) => other.has(group))));
    }
    case 'capture':
      return new Set([...visit(node.body, before, found), node.group]);
    case 'repeat': {
      const after = visit(node.body, before, found);
      return node.min > 0 ? after : before;
    }
    case 'look': {
      const after = visit(node.body, before, found);
      return node.negated ? before : after;
    }
    case 'atomic':
      return visit(node.body, before, found);
    default:
      return before;
  }
}
