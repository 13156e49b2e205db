import { describe, expect, it } from 'vitest';

import { minimise, type Objective } from './lbfgs.ts';

/** Rosenbrock's valley, whose one minimum is 0 at (1, 1, …). */
const valley: Objective = (x, gradient) => {
  gradient.fill(0);
  let value = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const [a, b] = [1 - x[i]!, x[i + 1]! - x[i]! ** 2];
    value += a * a + 100 * b * b;
    gradient[i]! += -2 * a - 400 * x[i]! * b;
    gradient[i + 1]! += 200 * b;
  }
  return value;
};

describe('minimise', () => {
  it('finds the end of a narrow, bent valley', () => {
    const { point, value, converged } = minimise(valley, Float64Array.of(-1.2, 1, -1.2, 1, 0.5));
    expect(converged).toBe(true);
    expect(value).toBeLessThan(1e-12);
    for (const component of point) expect(component).toBeCloseTo(1, 6);
  });

  it('solves a badly scaled quadratic', () => {
    const scales = [1e-3, 1, 1e3];
    const quadratic: Objective = (x, gradient) => {
      gradient.set(scales.map((scale, i) => scale * (x[i]! - i)));
      return scales.reduce((sum, scale, i) => sum + (scale / 2) * (x[i]! - i) ** 2, 0);
    };
    const { point } = minimise(quadratic, new Float64Array(3), { tolerance: 1e-9 });
    for (const [i, component] of point.entries()) expect(component).toBeCloseTo(i, 4);
  });

  it('stays where it is at a minimum, and leaves the start as it was', () => {
    const start = Float64Array.of(1, 1);
    expect(minimise(valley, start)).toEqual({ point: start, value: 0, converged: true });
    minimise(valley, start.fill(0));
    expect([...start]).toEqual([0, 0]);
  });

  it('says when it was stopped early, no higher than where it began', () => {
    const start = Float64Array.of(-1.2, 1);
    const { value, converged } = minimise(valley, start, { maxIterations: 3 });
    expect(converged).toBe(false);
    expect(value).toBeLessThan(valley(start, new Float64Array(2)));
  });
});
