/** Modules whose package has another name in the index. */
const DISTRIBUTIONS: Record<string, string> = {
  bs4: 'beautifulsoup4',
  cv2: 'opencv-python',
  dateutil: 'python-dateutil',
  dotenv: 'python-dotenv',
  PIL: 'pillow',
  skimage: 'scikit-image',
  sklearn: 'scikit-learn',
  umap: 'umap-learn',
  yaml: 'pyyaml',
};

/** The name under which the package of a top-level module is installed. */
export function distributionOf(module: string): string {
  return DISTRIBUTIONS[module] ?? module.replaceAll('_', '-');
}
