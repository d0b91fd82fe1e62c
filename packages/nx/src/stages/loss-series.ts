import type { ReportSeries } from '@modelgate/contracts';

/** The loss by epoch as a curve of the report; nothing where the model reports none. */
export function lossSeries(losses: (number | null)[]): ReportSeries[] {
  if (losses.length < 2) return [];
  return [
    {
      title: 'Training loss',
      x_label: 'epoch',
      y_label: 'loss',
      x: losses.map((_, index) => index + 1),
      y: losses,
    },
  ];
}
