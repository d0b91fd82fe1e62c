import { join } from 'node:path';
import { artifactSchema, type Artifact } from '@modelgate/contracts';
import type { StageRequestBody } from '@modelgate/runtime';
import { verifyArtifact } from '@modelgate/store';
import { projectRequest } from './python-stage';
import { shown, stageFile, stageFolder, type StageContext } from './stage-context';

/** Train's artifact, whose every byte was checked: a cache hit is no proof. */
export async function verifiedCandidate(context: StageContext): Promise<Artifact> {
  const artifact = await stageFile(context, 'train', 'artifact.json', artifactSchema);
  const folder = stageFolder(context, 'train');
  await verifyArtifact(folder, artifact, { filePath: shown(context, join(folder, 'artifact.json')) });
  return artifact;
}

/** How the candidate is called: the code in the project's folder, the model that train wrote. */
export function candidateRequest(
  context: StageContext,
  stage: StageRequestBody['stage'],
  more: Pick<StageRequestBody, 'out'> & Partial<StageRequestBody>,
): StageRequestBody {
  return projectRequest(context, stage, { model_dir: join(stageFolder(context, 'train'), 'model'), ...more });
}
