import { $, can, doing, graphql, upload } from './server.js';

const DESCRIBE = `query ($image: ImageInput!) {
  describe(images: [$image], threshold: 0, top: 8) {
    ... on Description { tags { word probability } }
    ... on InputError { message }
  }
}`;
/** A rule of words has the probability of its best description, as ANY_OF gives it: so rules can be tried without saving a policy. */
const TRY = `query ($image: ImageInput!, $descriptions: [String!]!, $top: Int!) {
  classify(images: [$image], by: { labels: $descriptions }, mode: ANY_OF, top: $top) {
    ... on Classification { labels { label probability } }
    ... on InputError { message }
  }
}`;
/** Where describe leaves tags out unless told, and where a rule passes unless told. */
const SURE_TAG = 0.2;
const THRESHOLD = 0.5;

let image;

$('described').hidden = !can('describe');
$('rules').hidden = !can('classify');
$('look').hidden = !can('describe') && !can('classify');

/** One of a list's bars; `isClear` says whether it counts. */
function bar({ name, probability, detail, isClear }) {
  const item = document.createElement('li');
  const words = document.createElement('span');
  words.append(name, ...(detail ? [' ', Object.assign(document.createElement('small'), { textContent: detail })] : []));
  item.classList.toggle('passed', isClear);
  if (!isClear) item.style.opacity = '0.6';
  const share = Object.assign(document.createElement('span'), { textContent: `${(100 * probability).toFixed(0)} %` });
  const meter = Object.assign(document.createElement('meter'), { min: 0, max: 1, value: probability });
  meter.setAttribute('aria-label', name);
  item.append(words, share, meter);
  return item;
}

/** `name: description, description`, one rule a line. */
function rulesFrom(text) {
  const lines = text.split('\n').filter((line) => line.trim());
  if (lines.length === 0) throw new Error('Write a rule: its name, a colon, and what it looks for.');
  return lines.map((line) => {
    const [, name, list] = /^([^:]+):(.*)$/.exec(line) ?? [];
    const descriptions = (list ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean);
    if (descriptions.length === 0) throw new Error(`A rule is a name, a colon, and what it looks for: “${line.trim()}” is not.`);
    return { name: name.trim(), descriptions };
  });
}

function only([answer]) {
  if (answer.message) throw new Error(answer.message);
  return answer;
}

async function showTags() {
  const { tags } = only((await graphql(DESCRIBE, { image })).describe);
  $('tags').replaceChildren(...tags.map(({ word: name, probability }) => bar({ name, probability, isClear: probability >= SURE_TAG })));
}

async function tryRules() {
  const rules = rulesFrom($('rule-text').value);
  const descriptions = [...new Set(rules.flatMap((rule) => rule.descriptions))];
  const { labels } = only((await graphql(TRY, { image, descriptions, top: descriptions.length })).classify);
  const probabilityOf = new Map(labels.map(({ label, probability }) => [label, probability]));
  const findings = rules.map(({ name, descriptions: own }) => {
    const detail = own.toSorted((a, b) => probabilityOf.get(b) - probabilityOf.get(a))[0];
    const probability = probabilityOf.get(detail);
    return { name, detail, probability, isClear: probability >= THRESHOLD };
  });
  $('findings').replaceChildren(...findings.map(bar));
  const passed = findings.filter(({ isClear }) => isClear).length;
  return passed === 0 ? 'The picture fits no rule.' : `The picture fits ${passed} of ${findings.length} rules.`;
}

function preview(file) {
  const reader = new FileReader();
  reader.addEventListener('load', () => {
    $('seen').src = reader.result;
    $('shown').hidden = false;
  });
  reader.readAsDataURL(file);
}

$('pick-one').addEventListener('keydown', (event) => event.key === 'Enter' && $('one').click());
$('one').addEventListener('change', () =>
  doing($('look-status'), 'Looking …', async () => {
    const file = $('one').files[0];
    $('one').value = '';
    for (const list of ['tags', 'findings']) $(list).replaceChildren();
    image = undefined;
    image = await upload(file);
    preview(file);
    if (can('describe')) await showTags();
    return can('classify') ? tryRules() : '';
  }),
);
$('rules').addEventListener('submit', (event) => {
  event.preventDefault();
  doing($('look-status'), 'Trying …', async () => {
    if (!image) throw new Error('Choose a picture first.');
    return tryRules();
  });
});
