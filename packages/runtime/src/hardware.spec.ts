import { hostSchema } from '@modelgate/contracts';
import { rmSync } from 'node:fs';
import { hardwareClass, hostInfo } from './hardware';
import { tempFolder, writeFiles } from './testing/temp-project';

describe('hardwareClass', () => {
  it('is what MODELGATE_HARDWARE says', () => {
    expect(hardwareClass({ MODELGATE_HARDWARE: ' a100-node ' })).toBe('a100-node');
  });

  it('names CPU and cores, and is the same each time', () => {
    expect(hardwareClass({}, '/nowhere')).toMatch(/^.+; \d+ cores; no gpu$/);
    expect(hardwareClass({}, '/nowhere')).toBe(hardwareClass({}, '/nowhere'));
  });

  it("counts the GPUs that NVIDIA's driver tells of", () => {
    const root = tempFolder();
    writeFiles(root, {
      '0000:01:00.0/information': 'Model: \t\t NVIDIA A100\nIRQ: 7\n',
      '0000:02:00.0/information': 'Model: \t\t NVIDIA A100\n',
      '0000:03:00.0/information': 'Model: \t\t Tesla T4\n',
    });
    expect(hardwareClass({}, root)).toMatch(/; 2 x NVIDIA A100 \+ 1 x Tesla T4$/);
    rmSync(root, { recursive: true });
  });
});

describe('hostInfo', () => {
  it('fits a run record', () => {
    expect(hostSchema.parse(hostInfo())).toEqual(hostInfo());
  });
});
