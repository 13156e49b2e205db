/** Value at a point; writes the gradient there into `gradient`. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export interface MinimiseOptions {
  /** Done when no component of the gradient is larger. Default 1e-6. */
  readonly tolerance?: number;
  /** Default 1000. */
  readonly maxIterations?: number;
}

export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
  /** False where the iterations, or the digits of a number, ended first. */
  readonly converged: boolean;
}

/** Steps that the curvature is estimated from. */
const MEMORY = 10;
const MAX_TRIALS = 40;
/** The Wolfe conditions: how much of the promised descent a step must bring, and how much of the slope it may leave. */
const DESCENT = 1e-4;
const SLOPE = 0.9;

interface Step {
  readonly move: Float64Array;
  readonly turn: Float64Array;
  readonly rho: number;
}

/** L-BFGS (Nocedal & Wright, algorithm 7.5) for a smooth function that is bounded below; the same answer every time. */
export function minimise(
  objective: Objective,
  start: Float64Array,
  { tolerance = 1e-6, maxIterations = 1000 }: MinimiseOptions = {},
): Minimum {
  let point: Float64Array = Float64Array.from(start);
  let gradient: Float64Array = new Float64Array(point.length);
  let value = objective(point, gradient);
  const steps: Step[] = [];

  for (let iteration = 0; iteration < maxIterations; iteration++) {
    if (largest(gradient) <= tolerance) return { point, value, converged: true };
    const direction = descent(gradient, steps);
    const first = steps.length > 0 ? 1 : Math.min(1, 1 / Math.sqrt(inner(gradient, gradient)));
    const next = search(objective, point, value, gradient, direction, first);
    if (!next) return { point, value, converged: false };
    const move = difference(next.point, point);
    const turn = difference(next.gradient, gradient);
    const curvature = inner(move, turn);
    if (curvature > 0) steps.push({ move, turn, rho: 1 / curvature });
    if (steps.length > MEMORY) steps.shift();
    ({ point, value, gradient } = next);
  }
  return { point, value, converged: largest(gradient) <= tolerance };
}

/** The two loops: minus the inverse of the estimated Hessian times the gradient. */
function descent(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = gradient.map((component) => -component);
  const shares: number[] = [];
  for (const { move, turn, rho } of steps.toReversed()) {
    const share = rho * inner(move, direction);
    shares.push(share);
    add(direction, turn, -share);
  }
  const last = steps.at(-1);
  if (last) scale(direction, 1 / (last.rho * inner(last.turn, last.turn)));
  for (const { move, turn, rho } of steps) add(direction, move, shares.pop()! - rho * inner(turn, direction));
  return direction;
}

interface Reached {
  readonly point: Float64Array;
  readonly gradient: Float64Array;
  readonly value: number;
}

/** A step that meets the weak Wolfe conditions, by doubling and halving; undefined where rounding leaves none. */
function search(
  objective: Objective,
  from: Float64Array,
  value: number,
  gradient: Float64Array,
  direction: Float64Array,
  first: number,
): Reached | undefined {
  const slope = inner(gradient, direction);
  let low = 0;
  let high = Infinity;
  let length = first;
  for (let trial = 0; trial < MAX_TRIALS; trial++) {
    const point = Float64Array.from(from);
    add(point, direction, length);
    const reached: Reached = { point, gradient: new Float64Array(point.length), value: 0 };
    const there = objective(point, reached.gradient);
    if (!(there <= value + DESCENT * length * slope)) high = length;
    else if (inner(reached.gradient, direction) < SLOPE * slope) low = length;
    else return { ...reached, value: there };
    length = high === Infinity ? 2 * low : (low + high) / 2;
  }
  return undefined;
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function add(to: Float64Array, what: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i]! += times * what[i]!;
}

function scale(vector: Float64Array, factor: number): void {
  for (let i = 0; i < vector.length; i++) vector[i]! *= factor;
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((component, i) => component - b[i]!);
}

function largest(vector: Float64Array): number {
  let most = 0;
  for (let i = 0; i < vector.length; i++) most = Math.max(most, Math.abs(vector[i]!));
  return most;
}
