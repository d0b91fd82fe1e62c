import { tasks } from '../tasks.mjs';

export const title = 'The mistakes are undone: their reports too, from the cache';

/** @param {import('../stage.mjs').Stage} stage */
export function play(stage) {
  stage.nx(['run-many', '-t', 'gate'], 'what is committed passes, and nothing runs for it', {
    cached: tasks(),
  });
}
