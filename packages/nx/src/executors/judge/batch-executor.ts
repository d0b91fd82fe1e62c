import { batchStageExecutor } from '../batch-stage-executor';
import { judgingCore } from './cores';

export default batchStageExecutor(judgingCore);
