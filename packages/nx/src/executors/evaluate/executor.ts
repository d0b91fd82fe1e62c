import { evaluate } from '../../stages/evaluate';
import { exportedStageExecutor } from '../stage-executor';

export default exportedStageExecutor('evaluate', evaluate);
