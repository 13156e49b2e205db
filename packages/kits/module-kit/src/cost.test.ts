import { describe, expect, it } from 'vitest';

import { costMeter } from './cost.ts';

describe('a cost meter', () => {
  it('adds up to its limit and not beyond; what was refused is not charged', () => {
    const meter = costMeter(100);
    meter.charge(60);
    meter.charge(40);
    expect(meter.charged).toBe(100);
    expect(() => meter.charge(1)).toThrow(
      expect.objectContaining({
        message: 'This operation costs more than the 100 points that one request may use; split it.',
        extensions: { code: 'COST_LIMIT_EXCEEDED', limit: 100, charged: 101 },
      }),
    );
    expect(meter.charged).toBe(100);
    meter.charge(0);
  });

  it('refuses a cost that is not a number', () => {
    const meter = costMeter(100);
    expect(() => meter.charge(Number.NaN)).toThrow('costs more');
    expect(meter.charged).toBe(0);
  });
});
