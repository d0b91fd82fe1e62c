/** Ends the demo: what a scene was to show and did not, or what is missing on this machine. Its message is all that is printed. */
export class DemoStop extends Error {}

/**
 * @param {boolean} holds
 * @param {string} claim what the scene shows
 * @param {string} seen what was seen instead
 * @throws {DemoStop} where the claim does not hold
 */
export function claim(holds, claim, seen) {
  if (!holds) throw new DemoStop(`The demo was to show: ${claim}\nInstead: ${seen}`);
}
