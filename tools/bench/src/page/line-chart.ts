import { figure } from '../render-table';
import { escapeText, label, round, rule, svg, ticks, WIDTH } from './svg';

/** One line. Its points stand in the order of x. */
export interface Line {
  readonly name: string;
  readonly series: number;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const HEIGHT = 260;
const LEFT = 56;
const RIGHT = 120;
const TOP = 22;
const BOTTOM = 42;
/** Lower than this two names at the ends of lines run into each other. */
const MIN_NAME_GAP = 14;
const MAX_DOTS = 12;

/** Lines over two axes that both begin at 0, so that twice as much is twice as far. */
export function lineChart(title: string, xUnit: string, yUnit: string, lines: readonly Line[]): string {
  const all = lines.flatMap(({ points }) => points);
  const xSteps = ticks(Math.max(...all.map(({ x }) => x)));
  const ySteps = ticks(Math.max(...all.map(({ y }) => y)));
  const xOf = (x: number): number => LEFT + (x / xSteps.at(-1)!) * (WIDTH - LEFT - RIGHT);
  const yOf = (y: number): number => HEIGHT - BOTTOM - (y / ySteps.at(-1)!) * (HEIGHT - TOP - BOTTOM);
  const axes = [
    ...ySteps.flatMap((step) => [
      rule(LEFT, yOf(step), WIDTH - RIGHT, yOf(step)),
      label(LEFT - 6, yOf(step) + 4, String(step), 'end'),
    ]),
    ...xSteps.map((step) => label(xOf(step), HEIGHT - BOTTOM + 16, String(step), 'middle')),
    label(LEFT - 6, TOP - 10, yUnit, 'end'),
    label(WIDTH - RIGHT, HEIGHT - BOTTOM + 32, xUnit, 'end'),
  ];
  const drawn = lines.map(({ name, series, points }) => {
    const places = points.map(({ x, y }) => `${round(xOf(x))},${round(yOf(y))}`).join(' ');
    const dots = points.map(({ x, y }) => {
      const hint = escapeText(`${name}: ${figure(y)} ${yUnit} at ${figure(x)} ${xUnit}`);
      return `<circle class="s${series}" cx="${round(xOf(x))}" cy="${round(yOf(y))}" r="3"><title>${hint}</title></circle>`;
    });
    return `<polyline class="l${series}" points="${places}"/>${points.length > MAX_DOTS ? '' : dots.join('')}`;
  });
  return svg(title, HEIGHT, [...axes, ...drawn, ...names(lines, xOf, yOf)]);
}

/** The name of each line at its end, moved down where it would stand on another. */
function names(lines: readonly Line[], xOf: (x: number) => number, yOf: (y: number) => number): string[] {
  const ends = lines
    .filter(({ points }) => points.length > 0)
    .map(({ name, points }) => ({ name, x: xOf(points.at(-1)!.x), y: yOf(points.at(-1)!.y) }))
    .sort((one, other) => one.y - other.y);
  let last = -Infinity;
  return ends.map(({ name, x, y }) => {
    last = Math.max(y + 4, last + MIN_NAME_GAP);
    return label(x + 8, last, name);
  });
}
