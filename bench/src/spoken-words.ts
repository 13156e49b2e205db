/** Forms that no rule gives, and words of captions that mean one of the vocabulary's. */
const IRREGULAR: Readonly<Record<string, string>> = {
  men: 'man',
  women: 'woman',
  children: 'child',
  people: 'person',
  feet: 'foot',
  leaves: 'leaf',
  mice: 'mouse',
  geese: 'goose',
  wolves: 'wolf',
  knives: 'knife',
  guy: 'man',
  guys: 'man',
  lady: 'woman',
  ladies: 'woman',
  bicyclist: 'cyclist',
  biker: 'cyclist',
};

/** The words of a text in lower case and singular, one blank around each: so a phrase is found as a part of the text. */
export function spokenWords(text: string): string {
  const words = text.toLowerCase().match(/[a-z']+/g) ?? [];
  return ` ${words.map(singular).join(' ')} `;
}

function singular(word: string): string {
  if (IRREGULAR[word] !== undefined) return IRREGULAR[word];
  if (/ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(ch|sh|x|ss)es$/.test(word)) return word.slice(0, -2);
  return /[^siu]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word;
}
