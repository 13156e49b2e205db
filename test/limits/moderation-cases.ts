import { type LimitCase, type Answer, many, word, globalIdOf, image, INPUT_ERROR, ask, first, single } from './limit-case.ts';

export const SAVE_POLICY: string = 'mutation ($input: PolicyInput!) { savePolicy(input: $input) { version } }';
const MODERATE = `mutation ($images: [ImageInput!]!, $contexts: [JSONObject]) {
  moderate(images: $images, policy: "red", contexts: $contexts) { ${INPUT_ERROR} }
}`;
const BACKTEST = `query ($images: [LabelledImage!], $reviews: BacktestReviews) {
  backtestPolicy(policy: "red", images: $images, reviews: $reviews) { count errors { ${INPUT_ERROR} } }
}`;
const BLOCK = `mutation ($pictures: [BlocklistPicture!]!) { addToBlocklist(blocklist: "known", pictures: $pictures) { ${INPUT_ERROR} } }`;

export const rule = (more: object = {}): object => ({ name: 'rule', describes: ['a thing'], threshold: 1, action: 'BLOCK', ...more });
const policy = (...rules: object[]) => ({ input: { name: 'tried', rules } });
/** Of moderation. */
export const moderationCases: Readonly<Record<string, LimitCase>> = {
  'Moderation: pictures': { send: ask(MODERATE, (size) => ({ images: many(size, image) })), says: /images holds/ },
  'Moderation: what is known of a picture, as JSON': {
    send: ask(MODERATE, (size) => ({ ...single, contexts: [{ a: word(size - '{"a":""}'.length) }] })),
    says: /contexts\[0\] is longer/,
  },
  'Moderation: rules of a policy': {
    send: ask(SAVE_POLICY, (size) => policy(...many(size, (i) => rule({ name: `rule ${i}`, describes: many(32, (j) => `thing ${j}`) })))),
    says: /rules holds/,
  },
  'Moderation: name of a rule': {
    send: ask(SAVE_POLICY, (size) => policy(rule({ name: word(size) }))),
    says: /rules\[0\]\.name is longer/,
  },
  'Moderation: descriptions of a rule': {
    send: ask(SAVE_POLICY, (size) => policy(rule({ describes: many(size, (i) => `thing ${i}`) }))),
    says: /rules\[0\] \(rule\)\.describes holds/,
  },
  'Moderation: look-alikes of a rule': {
    send: ask(SAVE_POLICY, (size) => policy(rule({ unlike: many(size, (i) => `thing ${i}`) }))),
    says: /rules\[0\] \(rule\)\.unlike holds/,
  },
  'Moderation: description or look-alike': {
    send: ask(SAVE_POLICY, (size) => policy(rule({ describes: [word(size)] }))),
    says: /rules\[0\] \(rule\)\.describes\[0\] is longer/,
  },
  'Moderation: examples of a rule': {
    send: ask(SAVE_POLICY, (size) => policy(rule({ examples: many(size, image) }))),
    says: /rules\[0\] \(rule\) has/,
  },
  'Moderation: examples of a policy': {
    send: ask(SAVE_POLICY, (size) => policy(...many(8, (i) => rule({ name: `rule ${i}`, examples: many(i < 7 ? 8 : size - 56, image) })))),
    says: /rules have/,
  },
  'Moderation: exceptions of a rule': {
    send: ask(SAVE_POLICY, (size) => policy(rule({ except: many(size, () => ({ filter: { must: [{ exists: 'context.a' }] } })) }))),
    says: /rules\[0\] \(rule\) has/,
  },
  'Moderation: bits that differ': {
    send: ask(SAVE_POLICY, (maxDistance) => policy(rule({ describes: [], blocklist: { name: 'known', maxDistance } }))),
    says: /rules\[0\] \(rule\)\.blocklist\.maxDistance must be/,
  },
  'Moderation: blocklists': {
    send: async (server, size) => {
      const { blocklists } = await server.data<{ blocklists: unknown[] }>('{ blocklists { name } }');
      let last: Answer = {};
      for (let i = blocklists.length; i < size; i++) last = await server.query(`mutation { createBlocklist(name: "list${i}") { name } }`);
      return last;
    },
    says: /blocklists/,
  },
  'Moderation: entries that are taken out': {
    send: ask('mutation ($entries: [ID!]!) { removeFromBlocklist(entries: $entries) }', (size) => ({
      entries: many(size, (i) => globalIdOf('BlocklistEntry', 'known', `${i}`)),
    })),
    says: /entries holds/,
  },
  'Moderation: note': {
    send: ask(BLOCK, (size) => ({ pictures: [{ image: image(0), note: word(size) }] })),
    says: /pictures\[0\]\.note is longer/,
  },
  'Moderation: page': first((size) => `{ verdicts(first: ${size}) { nodes { id } } }`),
  'Moderation: pictures of a trial': {
    send: ask(BACKTEST, (size) => ({ images: many(size, (i) => ({ image: image(i), action: 'ALLOW' })) })),
    says: /images holds/,
  },
  'Moderation: assets or reviews of a trial': {
    send: ask(BACKTEST, (size) => ({ reviews: { first: size } })),
    says: /reviews\.first must be/,
  },
};
