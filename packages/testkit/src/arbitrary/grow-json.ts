/** Ways to make a long value of a short one. */
export const GROWTHS = [
  'array',
  'equal names',
  'other names',
  'deep arrays',
  'deep objects',
  'deep both',
  'tree',
  'binary tree',
  'string',
] as const;
export type Growth = (typeof GROWTHS)[number];

const WIDE = 7;

/**
 * A value of at most `bytes`, or `inner` itself when there is no room for anything around it, made of `inner` again and
 * again; what grows an object uses `name`, quotes included. A string is made of the name alone, of `x` when that is empty.
 */
export function growJson(inner: string, growth: Growth, name: string, bytes: number): string {
  switch (growth) {
    case 'array':
      return wide('[', inner, ']', bytes) ?? inner;
    case 'equal names':
      return wide('{', `${name}:${inner}`, '}', bytes) ?? inner;
    case 'other names':
      return otherNames(inner, name, bytes) ?? inner;
    case 'deep arrays':
      return deep(`[${inner},`, inner, ']', bytes);
    case 'deep objects':
      return deep(`{${name}:`, inner, '}', bytes);
    case 'deep both':
      return deep(`{${name}:[${inner},`, inner, ']}', bytes);
    case 'tree':
      return tree(inner, WIDE, bytes);
    case 'binary tree':
      return tree(inner, 2, bytes);
    case 'string':
      return string(name.slice(1, -1) || 'x', bytes);
  }
}

function wide(open: string, part: string, close: string, bytes: number): string | undefined {
  const times = Math.floor((bytes - 1) / (Buffer.byteLength(part) + 1));
  return times < 1 ? undefined : `${open}${`${part},`.repeat(times - 1)}${part}${close}`;
}

/** The name with a number behind it. */
function otherNames(inner: string, name: string, bytes: number): string | undefined {
  const partBytes = Buffer.byteLength(name + inner) + ':,'.length;
  const members: string[] = [];
  for (let left = bytes - 1; ;) {
    const number = String(members.length);
    left -= partBytes + number.length;
    if (left < 0) break;
    members.push(`${name.slice(0, -1)}${number}":${inner}`);
  }
  return members.length === 0 ? undefined : `{${members.join(',')}}`;
}

function deep(open: string, inner: string, close: string, bytes: number): string {
  const depth = Math.floor((bytes - Buffer.byteLength(inner)) / Buffer.byteLength(open + close));
  return depth < 1 ? inner : open.repeat(depth) + inner + close.repeat(depth);
}

/** As high as there is room for, and as many of these side by side. */
function tree(inner: string, width: number, bytes: number): string {
  let grown = inner;
  let grownBytes = Buffer.byteLength(inner);
  for (;;) {
    const nextBytes = 2 + width * (grownBytes + 1) - 1;
    if (nextBytes > bytes) break;
    grown = `[${`${grown},`.repeat(width - 1)}${grown}]`;
    grownBytes = nextBytes;
  }
  return wide('[', grown, ']', bytes) ?? grown;
}

function string(piece: string, bytes: number): string {
  return `"${piece.repeat(Math.max(Math.floor((bytes - 2) / Buffer.byteLength(piece)), 0))}"`;
}
