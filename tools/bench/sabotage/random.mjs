/**
 * Random numbers that are the same for the same seed on every machine.
 */
export class Random {
  /** @param {string} seed any text */
  constructor(seed) {
    // FNV-1a of the text; two seeds that differ in one digit start far apart.
    let state = 0x811c9dc5;
    for (const byte of Buffer.from(seed)) state = Math.imul(state ^ byte, 0x01000193);
    this.state = state >>> 0;
  }

  /** Uniform in [0, 1): mulberry32. */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /**
   * A whole number from 0 to `limit - 1`.
   * @param {number} limit
   */
  below(limit) {
    return Math.floor(this.next() * limit);
  }

  /**
   * @template T
   * @param {readonly T[]} values not empty
   * @returns {T}
   */
  pick(values) {
    return /** @type {T} */ (values[this.below(values.length)]);
  }

  /** Standard normal, by Box and Muller. */
  normal() {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /**
   * The values in another order (Fisher and Yates).
   * @template T
   * @param {readonly T[]} values
   * @returns {T[]}
   */
  shuffled(values) {
    const result = [...values];
    for (let last = result.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [result[last], result[other]] = [/** @type {T} */ (result[other]), /** @type {T} */ (result[last])];
    }
    return result;
  }
}
