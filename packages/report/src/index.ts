export { formatBytes, formatCost, formatNumber, formatSeconds } from './format';
export { renderHtml } from './html';
export { renderJunit } from './junit';
export { renderMarkdown } from './markdown';
export { renderPlot } from './plot';
export { renderSummary } from './summary';
export { renderTerminal, type TerminalOptions } from './terminal';
export { visible as visibleText } from './text';
