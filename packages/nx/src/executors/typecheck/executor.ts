import { typecheck } from '../../stages/quality/typecheck';
import { stageExecutor } from '../stage-executor';

export default stageExecutor('typecheck', typecheck);
