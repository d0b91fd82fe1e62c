import { lint } from '../../stages/quality/lint';
import { stageExecutor } from '../stage-executor';

export default stageExecutor('lint', lint);
