/** What runs before every command of nx: this module loads Node's own modules alone. */
export { hardwareClass } from './hardware';
export { minorSatisfies, minorSatisfying, pythonMinor, type PythonMinorQuestion } from './python-minor';
export { keepQuietly } from './small-cache';
