import type { LimitList } from './limit.ts';

export const MAX_NODES = 100;
/** As many as `nodes` takes; a router asks for those of a whole list at once. */
export const MAX_REPRESENTATIONS = 100;
export const MAX_FILTER_DEPTH = 8;
export const MAX_FILTER_CONDITIONS = 256;
export const MAX_FILTER_VALUES = 1000;
export const MAX_FIELD_LENGTH = 512;
export const MAX_JSON_DEPTH = 16;
export const MAX_URL_LENGTH = 8192;

/** What holds for every module. */
export const kitLimits: LimitList = {
  of: 'Everywhere',
  limits: [
    { what: 'ids', most: MAX_NODES, unit: 'items', where: ['Query.nodes(ids)'] },
    { what: 'references of a router', most: MAX_REPRESENTATIONS, unit: 'items', where: ['Query._entities(representations)'] },
    { what: 'depth of a filter', most: MAX_FILTER_DEPTH, unit: 'levels', where: ['Filter'] },
    { what: 'conditions of a filter', most: MAX_FILTER_CONDITIONS, unit: 'items', where: ['Filter'] },
    { what: 'values or keys of one condition', most: MAX_FILTER_VALUES, unit: 'items', where: ['Condition.anyOf', 'Condition.keys'] },
    {
      what: 'name of a payload field',
      most: MAX_FIELD_LENGTH,
      unit: 'characters',
      where: ['Condition', 'Collection.facet(field)', 'GroupBy.field'],
    },
    { what: 'depth of a JSON object', most: MAX_JSON_DEPTH, unit: 'levels', where: ['JSONObject'] },
    { what: 'address of a picture', most: MAX_URL_LENGTH, unit: 'characters', where: ['URL'] },
  ],
};
