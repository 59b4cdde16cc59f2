import { figure } from '../render-table';
import { bar, label, rule, svg, ticks, WIDTH } from './svg';

/** One bar: its parts stand one behind the other. */
export interface Bar {
  readonly label: string;
  readonly parts: readonly { readonly name: string; readonly value: number; readonly series: number }[];
}

const ROW_HEIGHT = 26;
const BAR_HEIGHT = 16;
const LABEL_WIDTH = 285;
const VALUE_WIDTH = 60;
const AXIS_HEIGHT = 22;

/** Horizontal bars from 0, each with its sum at its end. `mark` draws a line at a value, such as the floor's. */
export function barChart(title: string, unit: string, bars: readonly Bar[], mark?: number): string {
  const sums = bars.map(({ parts }) => parts.reduce((total, { value }) => total + value, 0));
  const steps = ticks(Math.max(...sums));
  const plotWidth = WIDTH - LABEL_WIDTH - VALUE_WIDTH;
  const xOf = (value: number): number => LABEL_WIDTH + (value / steps.at(-1)!) * plotWidth;
  const bottom = bars.length * ROW_HEIGHT;
  const grid = steps.flatMap((step) => [
    rule(xOf(step), 0, xOf(step), bottom),
    label(xOf(step), bottom + 15, `${step}${step === steps.at(-1) ? ` ${unit}` : ''}`, 'middle'),
  ]);
  const rows = bars.flatMap((one, index) => {
    const y = index * ROW_HEIGHT + (ROW_HEIGHT - BAR_HEIGHT) / 2;
    let before = 0;
    const rects = one.parts.map(({ name, value, series }) => {
      const x = xOf(before);
      before += value;
      return bar(x, y, xOf(before) - x, BAR_HEIGHT, series, `${one.label}: ${name} ${figure(value)} ${unit}`);
    });
    return [
      label(LABEL_WIDTH - 8, y + 12, one.label, 'end'),
      ...rects,
      label(xOf(before) + 5, y + 12, figure(sums[index]!)),
    ];
  });
  const line = mark === undefined ? [] : [rule(xOf(mark), 0, xOf(mark), bottom, 'mark')];
  return svg(title, bottom + AXIS_HEIGHT, [...grid, ...rows, ...line]);
}
