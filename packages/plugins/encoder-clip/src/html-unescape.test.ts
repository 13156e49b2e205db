import { describe, expect, it } from 'vitest';

import { htmlUnescaped } from './html-unescape.ts';

// Expected values are those of Python's html.unescape.
describe('htmlUnescaped', () => {
  it.each([
    ['names', '&lt;b&gt; &amp; &eacute;&nbsp;&CounterClockwiseContourIntegral;', '<b> & é\u00a0∳'],
    ['each reference once', '&amp;lt;', '&lt;'],
    ['old names without a semicolon, also before more letters', '&lt &ampx; &notit;', '< &x; ¬it;'],
    ['newer names only with one', '&rarr &rarr;', '&rarr →'],
    ['decimal and hexadecimal numbers', '&#106;&#97&#x76;&#X61', 'java'],
    ['Windows-1252 in place of control characters', '&#128;&#x99;', '€™'],
    ['nothing in place of other control characters', 'a&#1;&#xb;&#x1FFFE;b', 'ab'],
    ['what is no character', '&#0;&#xD800;&#x110000;', '\ufffd\ufffd\ufffd'],
    ['anything else as it is', 'AT&T & co. &unknown; &# &;', 'AT&T & co. &unknown; &# &;'],
  ])('resolves %s', (_, text, expected) => {
    expect(htmlUnescaped(text)).toBe(expected);
  });
});
