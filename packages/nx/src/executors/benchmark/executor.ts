import { benchmark } from '../../stages/benchmark';
import { stageExecutor } from '../stage-executor';

export default stageExecutor('benchmark', benchmark);
