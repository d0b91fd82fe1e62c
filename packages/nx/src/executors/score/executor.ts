import { score } from '../../stages/score';
import { stageExecutor } from '../stage-executor';

export default stageExecutor('score', score);
