/**
 * Two pictures have a cosine far above that of a picture and a text, so examples have a scale of their own: an even
 * chance at this cosine, and the slope of the odds' logarithm. Why these: docs/decisions/0009-probability-of-a-moderation-rule.md.
 */
export const EXAMPLE_EVEN_COSINE = 0.95;
export const EXAMPLE_SCALE = 100;
