import { runProcess, startProcess } from '../run-process';

/** Runs a program that never ends, in one of the two ways, until this process is killed. */
const [way = '', program = '', ...args] = process.argv.slice(2);
const place = { cwd: process.cwd(), env: process.env };

if (way === 'runProcess') {
  void runProcess(program, args, {
    ...place,
    endsWithParent: true,
    onOutput: (_stream, chunk) => process.stdout.write(chunk),
  });
} else {
  void startProcess(program, args, place).then((started) => {
    if (!('startError' in started)) started.stdout.pipe(process.stdout);
  });
}
