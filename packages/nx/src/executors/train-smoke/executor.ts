import { trainSmoke } from '../../stages/train-smoke';
import { stageExecutor } from '../stage-executor';

export default stageExecutor('train-smoke', trainSmoke);
