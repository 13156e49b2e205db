export interface Line {
  readonly name: string;
  readonly colour: string;
  /** One for each place on the x axis, 0 to 1; undefined where there is none. */
  readonly values: readonly (number | undefined)[];
}

export interface LineChart {
  readonly title: string;
  readonly xTitle: string;
  readonly x: readonly string[];
  readonly lines: readonly Line[];
}

const WIDTH = 640;
const HEIGHT = 380;
const PLOT = { left: 60, right: WIDTH - 20, top: 50, bottom: HEIGHT - 60 };

/** An SVG of shares in per cent over steps that stand equally far apart; readable on white and on dark pages. */
export function lineChart({ title, xTitle, x, lines }: LineChart): string {
  const atX = (step: number): number => PLOT.left + ((step + 0.5) * (PLOT.right - PLOT.left)) / x.length;
  const atY = (share: number): number => PLOT.bottom - share * (PLOT.bottom - PLOT.top);
  const grid = [0, 0.2, 0.4, 0.6, 0.8, 1].flatMap((share) => [
    `<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${atY(share)}" y2="${atY(share)}" stroke="#ddd"/>`,
    label(PLOT.left - 8, atY(share) + 4, `${share * 100} %`, 'end'),
  ]);
  const drawn = lines.flatMap(({ name, colour, values }, index) => {
    const points = values.flatMap((value, step) => (value === undefined ? [] : [{ left: atX(step), top: atY(value), value }]));
    const path = points.map(({ left, top }) => `${left.toFixed(1)},${top.toFixed(1)}`).join(' ');
    return [
      `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2.5"/>`,
      ...points.map(({ left, top }) => `<circle cx="${left.toFixed(1)}" cy="${top.toFixed(1)}" r="4" fill="${colour}"/>`),
      ...points.map(({ left, top, value }) =>
        label(left, top + (index === 0 ? -10 : 20), (value * 100).toFixed(1), 'middle', ` fill="${colour}"`),
      ),
      label(PLOT.right - 8, PLOT.bottom - 12 - 18 * (lines.length - 1 - index), name, 'end', ` fill="${colour}" font-weight="bold"`),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13" fill="#333">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    label(WIDTH / 2, 26, title, 'middle', ' font-size="15" font-weight="bold"'),
    ...grid,
    ...x.map((name, step) => label(atX(step), PLOT.bottom + 20, name)),
    label((PLOT.left + PLOT.right) / 2, PLOT.bottom + 44, xTitle),
    ...drawn,
    '</svg>\n',
  ].join('\n');
}

function label(left: number, top: number, content: string, anchor = 'middle', more = ''): string {
  return `<text x="${left.toFixed(1)}" y="${top.toFixed(1)}" text-anchor="${anchor}"${more}>${content}</text>`;
}
