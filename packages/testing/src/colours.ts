/** Words that name one of the fake encoder's colours, by colour; the index of a colour is its dimension. */
export const COLOURS: readonly { readonly words: readonly string[]; readonly rgb: readonly [number, number, number] }[] = [
  { words: ['red', 'crimson', 'scarlet'], rgb: [220, 20, 20] },
  { words: ['orange'], rgb: [255, 140, 0] },
  { words: ['yellow', 'golden'], rgb: [250, 230, 20] },
  { words: ['green'], rgb: [20, 150, 40] },
  { words: ['cyan', 'turquoise', 'teal'], rgb: [20, 200, 200] },
  { words: ['blue', 'navy'], rgb: [20, 50, 220] },
  { words: ['purple', 'violet'], rgb: [130, 20, 170] },
  { words: ['pink', 'magenta'], rgb: [250, 110, 190] },
  { words: ['brown'], rgb: [120, 70, 30] },
  { words: ['white'], rgb: [250, 250, 250] },
  { words: ['grey', 'gray'], rgb: [128, 128, 128] },
  { words: ['black'], rgb: [10, 10, 10] },
];

const colourOfWord = new Map(COLOURS.flatMap(({ words }, colour) => words.map((word) => [word, colour] as const)));

/** The colour that a word names. */
export function namedColour(word: string): number | undefined {
  return colourOfWord.get(word);
}

/** The named colour nearest to a pixel, squared distance in RGB. */
export function nearestColour(red: number, green: number, blue: number): number {
  let nearest = 0;
  let least = Infinity;
  for (const [colour, { rgb }] of COLOURS.entries()) {
    const distance = (red - rgb[0]) ** 2 + (green - rgb[1]) ** 2 + (blue - rgb[2]) ** 2;
    if (distance < least) [nearest, least] = [colour, distance];
  }
  return nearest;
}
