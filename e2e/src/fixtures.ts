import { cpSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { Workspace } from './harness';

/** Copies a folder of e2e/fixtures into a workspace and commits it there. */
export function copyFixture(ws: Workspace, name: string, to: string): void {
  cpSync(join(__dirname, '../fixtures', name), join(ws.root, to), { recursive: true });
  // Without its daemon, Nx takes a file that changed twice within one second for unchanged.
  utimesSync(join(ws.root, to), 978_307_200, 978_307_200);
  ws.commit(`Add ${to}`);
}
