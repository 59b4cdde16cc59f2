/** Charts are drawn this wide and scaled by the page. */
export const WIDTH = 760;

/** A chart with its title for those who cannot see it. */
export function svg(title: string, height: number, content: readonly string[]): string {
  return (
    `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeText(title)}" ` +
    `xmlns="http://www.w3.org/2000/svg">${content.join('')}</svg>`
  );
}

/** A text at a point; `anchor` says which part of it stands there. */
export function label(x: number, y: number, text: string, anchor: 'start' | 'middle' | 'end' = 'start'): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escapeText(text)}</text>`;
}

/** A thin line of a grid or an axis. */
export function rule(x1: number, y1: number, x2: number, y2: number, kind: 'grid' | 'mark' = 'grid'): string {
  return `<line class="${kind}" x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}"/>`;
}

/** A bar of the colour of a series, with a text that shows when it is pointed at. */
export function bar(x: number, y: number, width: number, height: number, series: number, hint: string): string {
  const place = `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;
  return `<rect class="s${series}" ${place}><title>${escapeText(hint)}</title></rect>`;
}

/** Coordinates with a tenth of a unit are finer than any screen shows. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Text for HTML and SVG, inside an element or an attribute. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Round steps for an axis from 0: about `count` of them, the last one not below `max`. */
export function ticks(max: number, count = 5): number[] {
  if (!(max > 0)) return [0, 1];
  const rough = max / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough)! * power;
  return Array.from({ length: Math.ceil(max / step - 1e-9) + 1 }, (_, index) => Number((index * step).toPrecision(6)));
}
