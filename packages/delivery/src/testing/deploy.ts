import { applyDeploy, folderRegistry, isRefusal, planDeploy, readBundle, refusalError } from '../index';
import { MODEL, NOW } from './release';

/**
 * `deploy.ts REGISTRY BUNDLE WHO [KILL]`: deploys to staging in a process of its own. It plans first, then says
 * `planned` and waits for a message, so that several can be made to apply at once. With KILL, it kills itself where
 * the load check would be.
 */
const [root = '', bundleDir = '', by = '', kill] = process.argv.slice(2);

async function main(): Promise<void> {
  const registry = folderRegistry(root);
  const plan = planDeploy({
    bundle: await readBundle(bundleDir),
    environment: 'staging',
    environments: ['staging', 'production'],
    policy: undefined,
    states: { staging: await registry.readEnvironment(MODEL, 'staging') },
    now: NOW,
  });
  if (isRefusal(plan)) throw refusalError(plan);
  process.send?.('planned');
  await new Promise((resolve) => process.once('message', resolve));
  const state = await applyDeploy(plan, {
    registry,
    bundleDir,
    loadCheck: async () => {
      if (kill) process.kill(process.pid, 'SIGKILL');
    },
    actor: { at: new Date().toISOString(), by, host: 'test' },
  });
  process.send?.(`sequence ${state.sequence}`);
}

main()
  .catch((error: unknown) => process.send?.(error instanceof Error ? error.message : String(error)))
  .finally(() => process.disconnect());
