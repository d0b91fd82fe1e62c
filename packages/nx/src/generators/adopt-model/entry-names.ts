import type { EntryName } from '@modelgate/contracts';

/** How functions of an entry point are called. */
export interface Naming {
  /** Names that tell by themselves, the surest first. */
  sure: readonly string[];
  /** Names that only tell in a module of a fitting name. */
  likely: readonly string[];
  /** Parts of names of modules. */
  modules: readonly string[];
}

/** Names of the functions that are called. */
export const NAMES: Record<Exclude<EntryName, 'api'>, Naming> = {
  load_data: {
    sure: [
      'load_data',
      'read_data',
      'load_dataset',
      'read_dataset',
      'load_dataframe',
      'load_csv',
      'read_csv',
    ],
    likely: ['load', 'read', 'load_table', 'read_table', 'get_data', 'load_df', 'load_raw_data'],
    modules: [
      'data',
      'dataset',
      'datasets',
      'loader',
      'loading',
      'io',
      'ingest',
      'ingestion',
      'pipeline',
      'train',
    ],
  },
  preprocess_features: {
    sure: [
      'preprocess_features',
      'preprocess',
      'build_features',
      'make_features',
      'engineer_features',
      'prepare_features',
    ],
    likely: [
      'transform',
      'features',
      'preprocess_data',
      'transform_features',
      'extract_features',
      'get_features',
      'prepare',
      'to_features',
    ],
    modules: [
      'data',
      'features',
      'preprocess',
      'preprocessing',
      'transform',
      'transforms',
      'feature',
      'pipeline',
    ],
  },
  train: {
    sure: ['train_model', 'train', 'fit_model', 'fit'],
    likely: ['run_training', 'train_and_evaluate', 'build_model', 'learn', 'main'],
    modules: ['train', 'training', 'trainer', 'fit', 'model', 'models', 'pipeline'],
  },
  save_model: {
    sure: ['save_model', 'dump_model', 'write_model', 'export_model', 'persist_model'],
    likely: ['save', 'dump', 'persist'],
    modules: ['train', 'training', 'model', 'models', 'persistence', 'serialize', 'io', 'pipeline'],
  },
  load_model: {
    sure: ['load_model', 'read_model', 'restore_model'],
    likely: ['load', 'restore'],
    modules: [
      'train',
      'training',
      'model',
      'models',
      'persistence',
      'serialize',
      'predict',
      'inference',
      'pipeline',
    ],
  },
  evaluate: {
    sure: ['evaluate_model', 'evaluate', 'eval_model', 'score_model'],
    likely: ['score', 'compute_metrics', 'get_metrics', 'validate', 'test_model'],
    modules: ['evaluate', 'evaluation', 'eval', 'metrics', 'score', 'scoring', 'train', 'model', 'pipeline'],
  },
  predict: {
    sure: ['predict', 'predict_model', 'predict_batch', 'make_predictions', 'run_inference'],
    likely: ['infer', 'inference', 'predictions'],
    modules: [
      'evaluate',
      'evaluation',
      'predict',
      'prediction',
      'inference',
      'infer',
      'model',
      'score',
      'train',
      'pipeline',
    ],
  },
  predict_proba: {
    sure: ['predict_proba', 'predict_probabilities', 'predict_probability'],
    likely: ['probabilities', 'proba'],
    modules: [
      'evaluate',
      'evaluation',
      'predict',
      'prediction',
      'inference',
      'model',
      'score',
      'train',
      'pipeline',
    ],
  },
};

/** What makes a web service. */
export const APPLICATIONS = /^(FastAPI|Flask|Starlette|Quart|Sanic|Litestar|APIRouter|Bottle|Falcon|App)$/;
/** Modules that hold one, the likeliest first. */
export const API_MODULES = ['api', 'app', 'server', 'service', 'serve', 'main', 'web'];
