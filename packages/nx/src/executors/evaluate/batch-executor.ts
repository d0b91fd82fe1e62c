import { evaluate } from '../../stages/evaluate';
import { batchStageExecutor } from '../batch-stage-executor';

export default batchStageExecutor('evaluate', evaluate, true);
