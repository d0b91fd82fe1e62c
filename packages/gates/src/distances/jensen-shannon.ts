import { sharesOf, type CountPair } from './counts';

/**
 * Jensen-Shannon distance: the square root of the divergence in bits, so 0 for equal shares and 1 where no bin has values of both.
 * Source: Endres and Schindelin (2003), IEEE Trans. Inf. Theory 49:1858-1860; `scipy.spatial.distance.jensenshannon(p, q, 2)`.
 * @throws DistanceError where a sample has no values
 */
export function jensenShannon(counts: CountPair): number {
  const { reference, current } = sharesOf(counts);
  let sum = 0;
  reference.forEach((p, bin) => {
    const q = current[bin] ?? 0;
    const middle = (p + q) / 2;
    sum += bits(p, middle) + bits(q, middle);
  });
  return Math.sqrt(Math.max(0, sum) / 2);
}

function bits(share: number, of: number): number {
  return share === 0 ? 0 : share * Math.log2(share / of);
}
