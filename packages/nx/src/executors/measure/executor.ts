import { measure } from '../../stages/measure';
import { stageExecutor } from '../stage-executor';

export default stageExecutor('measure', measure);
