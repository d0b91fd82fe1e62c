import { tests } from '../../stages/quality/tests';
import { stageExecutor } from '../stage-executor';

export default stageExecutor('test', tests);
