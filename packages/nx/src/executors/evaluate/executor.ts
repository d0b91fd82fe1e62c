import { evaluate } from '../../stages/evaluate';
import { stageExecutor } from '../stage-executor';

export default stageExecutor('evaluate', evaluate);
