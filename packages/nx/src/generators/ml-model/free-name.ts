import { getProjects, type Tree } from '@nx/devkit';
import { UserError } from '@modelgate/contracts';
import { findModelProjects } from '../model-projects';

/** @throws UserError where another project has the name, or another project is in the folder */
export async function assertNameIsFree(
  tree: Tree,
  name: string,
  root: string,
  generator = 'ml-model',
): Promise<void> {
  const projects = [
    ...(await findModelProjects(tree)),
    ...[...getProjects(tree)].map(([projectName, project]) => ({ name: projectName, root: project.root })),
  ];
  const namesake = projects.find((project) => project.name === name && project.root !== root);
  if (namesake) {
    throw new UserError(`there is a project "${name}" in ${namesake.root} already`, {
      why: 'the name of a project is unique in its workspace',
      fix:
        generator === 'adopt-model'
          ? `take another name: nx generate adopt-model ${root} --name=${name}-2`
          : `take another name: nx generate ${generator} ${name}-2`,
    });
  }
  const neighbour = projects.find((project) => project.root === root && project.name !== name);
  if (neighbour) {
    const what =
      neighbour.name === undefined ? 'a model.yaml that cannot be read' : `the project "${neighbour.name}"`;
    throw new UserError(`${root} has ${what} already`, {
      fix: `take another folder, for example --directory=${root}-2`,
    });
  }
}
