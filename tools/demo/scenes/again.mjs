import { tasks } from '../tasks.mjs';

export const title = 'Again: everything comes from the cache';

/** @param {import('../stage.mjs').Stage} stage */
export function play(stage) {
  stage.nx(['run-many', '-t', 'gate'], 'nothing has changed, so nothing runs', {
    cached: tasks(),
  });
}
