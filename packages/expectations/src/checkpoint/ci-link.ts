import type { Environment } from './variables';

/** The page of the CI run that this environment is of; undefined where it is of none that is known. */
export function ciLink(env: Environment): string | undefined {
  const {
    GITHUB_SERVER_URL: github,
    GITHUB_REPOSITORY: repository,
    GITHUB_RUN_ID: run,
    SYSTEM_COLLECTIONURI: azure,
    SYSTEM_TEAMPROJECT: azureProject,
    BUILD_BUILDID: azureBuild,
    BITBUCKET_GIT_HTTP_ORIGIN: bitbucket,
    BITBUCKET_BUILD_NUMBER: bitbucketBuild,
  } = env;
  if (github && repository && run) return `${github}/${repository}/actions/runs/${run}`;
  if (azure && azureProject && azureBuild)
    return `${azure}${encodeURIComponent(azureProject)}/_build/results?buildId=${azureBuild}`;
  if (bitbucket && bitbucketBuild) return `${bitbucket}/pipelines/results/${bitbucketBuild}`;
  // GitLab, CircleCI, Buildkite, Travis, Drone and Jenkins, in this order.
  return [
    'CI_JOB_URL',
    'CIRCLE_BUILD_URL',
    'BUILDKITE_BUILD_URL',
    'TRAVIS_JOB_WEB_URL',
    'DRONE_BUILD_LINK',
    'BUILD_URL',
  ]
    .map((name) => env[name])
    .find((url) => url !== undefined && /^https?:\/\//.test(url));
}
