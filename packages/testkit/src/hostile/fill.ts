/** Writes JSON text of at most `room` bytes, and of nearly as many when it has room for more than a few hundred. */
export type Fill = (room: number) => string;

/** Containers in containers around `inner`: `open` stands before each next one, `[1,` gives `[1,[1,[1, ... ]]]`. */
export function nested(open: string, close: string, inner = '1', maxDepth = Infinity): Fill {
  const levelBytes = Buffer.byteLength(open + close);
  return (room) => {
    const depth = Math.max(Math.min(maxDepth, Math.floor((room - Buffer.byteLength(inner)) / levelBytes)), 0);
    return open.repeat(depth) + inner + close.repeat(depth);
  };
}

/** Elements with commas between them, as many as there is room for; `element` is told how much is left for it. */
export function elements(element: (index: number, room: number) => string): Fill {
  return (room) => {
    const parts: string[] = [];
    for (let left = room; left > 0;) {
      const part = element(parts.length, left);
      left -= Buffer.byteLength(part) + 1;
      if (left >= -1) parts.push(part);
    }
    return parts.join(',');
  };
}

/** What another fill writes, between two texts. */
export function between(before: string, fill: Fill, after: string): Fill {
  const bytes = Buffer.byteLength(before + after);
  return (room) => before + fill(room - bytes) + after;
}

/** An array of as many elements as there is room for. */
export const array = (element: (index: number, room: number) => string): Fill => between('[', elements(element), ']');

/** An object of as many members as there is room for; `member` writes names, too. */
export const object = (member: (index: number, room: number) => string): Fill => between('{', elements(member), '}');

/** A string of as many pieces as there is room for. A piece is what stands between the quotes, escapes included. */
export function string(piece: string): Fill {
  const pieceBytes = Buffer.byteLength(piece);
  return between('"', (room) => piece.repeat(Math.max(Math.floor(room / pieceBytes), 0)), '"');
}

/**
 * A tree with `width` branches at every level and small numbers as its leaves; objects when `names` are given, one for
 * each branch, else arrays.
 */
export function tree(width: number, names?: readonly string[]): Fill {
  const [open, close] = names === undefined ? '[]' : '{}';
  const label = (branch: number): string => (names === undefined ? '' : `"${names[branch]!}":`);
  const labelBytes = Array.from({ length: width }, (_, branch) => label(branch)).join('').length;
  const frameBytes = 2 + (width - 1) + labelBytes;
  const grow: Fill = (room) => {
    if (room < frameBytes + width) return '1'.repeat(Math.max(room, 1));
    const share = Math.floor((room - frameBytes) / width);
    const rest = room - frameBytes - share * (width - 1);
    const branch = grow(share);
    const branches = Array.from({ length: width }, (_, at) => label(at) + (at < width - 1 ? branch : grow(rest)));
    return `${open!}${branches.join(',')}${close!}`;
  };
  return grow;
}
