import { repro } from '../../stages/repro/repro';
import { stageExecutor } from '../stage-executor';

export default stageExecutor('repro', repro);
