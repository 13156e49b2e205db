import { globalId, scalars } from '@clipgraph/module-kit';
import { invalidInput, type JsonObject, type PicturePorts, type Route } from '@clipgraph/contracts';

import { findingsOf } from '../judge/decision.ts';
import { moderatePicture, type ModerateParts, type PolicyChoice } from '../verdicts/moderate.ts';
import type { Verdict } from '../verdicts/verdict.ts';

interface ModerateRouteParts extends ModerateParts {
  readonly pictures: Pick<PicturePorts, 'from'>;
}

/**
 * `POST /moderate?policy=<name>&version=<number>&context=<JSON object>`: the raw bytes of one image as the body; answers the
 * verdict as JSON. For platforms that call a hook before they publish. It judges as the mutation `moderate` does, and the
 * picture is nowhere but in memory.
 */
export function moderateRoute({ pictures, ...parts }: ModerateRouteParts): Route {
  return {
    method: 'POST',
    path: '/moderate',
    maxBodyBytes: 'picture',
    async handle({ query, body }, context) {
      const { said, ...choice } = asked(query);
      const picture = await pictures.from(body, { signal: context.signal });
      const verdict = await moderatePicture(parts, { picture: async () => picture, context: said }, choice, context);
      return { body: { json: answerOf(verdict) } };
    },
  };
}

function asked(query: URLSearchParams): PolicyChoice & { readonly said: JsonObject } {
  const policy = theOne(query, 'policy');
  const version = theOne(query, 'version');
  const said = jsonObject(theOne(query, 'context') ?? '{}');
  if (typeof policy !== 'string' || version === null || (version !== undefined && !/^\d{1,9}$/.test(version)) || !said) {
    throw invalidInput('INVALID', 'Call POST /moderate?policy=<name>, if need be with &version=<number> and &context=<JSON object>.');
  }
  return { policy, version: version === undefined ? undefined : Number(version), said };
}

/** The value of a parameter: undefined where it is left out, null where it is given twice. */
function theOne(query: URLSearchParams, name: string): string | undefined | null {
  const values = query.getAll(name);
  return values.length > 1 ? null : values[0];
}

/** Undefined for a text that is no JSON object, or one that is nested too deep. */
function jsonObject(text: string): JsonObject | undefined {
  try {
    return scalars['JSONObject']!.parseValue(JSON.parse(text)) as JsonObject;
  } catch {
    return undefined;
  }
}

/** What a hook is answered. */
function answerOf({ id, action, scores, policyName, policyVersion, contentHash, decidedAt }: Verdict): object {
  return {
    id: globalId('ModerationVerdict', id),
    action,
    findings: findingsOf(scores).map(({ rule, probability, threshold, action, shadow, closest, match, exception }) => ({
      rule,
      probability,
      threshold,
      action,
      shadow,
      closest,
      match: match ? { contentHash: match.contentHash, by: match.by } : null,
      exception: exception ? { index: exception.index, insteadOf: exception.insteadOf } : null,
    })),
    policy: { name: policyName, version: policyVersion },
    contentHash,
    decidedAt: decidedAt.toISOString(),
  };
}
