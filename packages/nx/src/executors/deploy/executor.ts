import { deploy } from '../../stages/change-environment';
import { environmentExecutor } from '../environment-executor';

export default environmentExecutor('deploy', deploy);
