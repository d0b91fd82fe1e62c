import { validateData } from '../../stages/validate-data';
import { stageExecutor } from '../stage-executor';

export default stageExecutor('validate-data', validateData);
