import { packageModel } from '../../stages/package';
import { stageExecutor } from '../stage-executor';

export default stageExecutor('package', packageModel);
