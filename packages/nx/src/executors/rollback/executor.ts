import { rollback } from '../../stages/change-environment';
import { environmentExecutor } from '../environment-executor';

export default environmentExecutor('rollback', rollback);
