import { benchmark } from '../../stages/benchmark';
import { batchStageExecutor } from '../batch-stage-executor';

export default batchStageExecutor('benchmark', benchmark);
