import { train } from '../../stages/train';
import { stageExecutor } from '../stage-executor';

export default stageExecutor('train', train);
