import { train } from '../../stages/train';
import { exportedStageExecutor } from '../stage-executor';

export default exportedStageExecutor('train', train);
