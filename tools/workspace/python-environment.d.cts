/** Absolute path of a Python that has these packages, as pip takes them: `pandas>=2.0`. */
export function pythonWith(packages: string[]): string;
