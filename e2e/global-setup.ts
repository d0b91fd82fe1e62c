import { prepareTemplate } from '../tools/workspace/template.cjs';

/** Packs and installs once; the workers find the template by this variable, which `npm run mutate-rules` sets to its own. */
export default function globalSetup(): void {
  process.env.MODELGATE_E2E_TEMPLATE ??= prepareTemplate();
}
