import type { Json, JsonObject } from '../json';
import { plainLines, failureLines } from './notice-lines';
import type { CheckpointOutcome, Notice } from './notice';

/** Slack takes up to 3,000 characters in a section. */
const SLACK_SECTION = 2900;

/** The body of a message for an incoming webhook of Slack. */
export function slackBody(notice: Notice): JsonObject {
  const escape = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const sections = notice.validations.map((validation) => {
    const lines = failureLines(validation).map((line) => `• ${escape(line)}`);
    const head = `*${escape(`${validation.suite} over ${validation.data}`)}*: ${escape(validation.sentence)}`;
    const change =
      validation.change === undefined ? [] : [`_Since the last run: ${escape(validation.change)}_`];
    return section([head, ...change, ...lines].join('\n').slice(0, SLACK_SECTION));
  });
  const foot = [
    ...notice.remarks.map(escape),
    ...(notice.link === undefined ? [] : [`<${notice.link}|CI run>`]),
  ];
  const blocks: Json[] = [
    section(`${notice.success ? ':white_check_mark:' : ':x:'} *${escape(notice.title)}*`),
    // Slack takes up to 50 blocks.
    ...sections.slice(0, 40),
    ...(foot.length === 0 ? [] : [section(foot.join(' · ').slice(0, SLACK_SECTION))]),
  ];
  return { text: notice.title, blocks };
}

function section(text: string): JsonObject {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}

/** The body of a message for an incoming webhook of Microsoft Teams. */
export function teamsBody(notice: Notice): JsonObject {
  const block = (text: string, more: JsonObject = {}): JsonObject => ({
    type: 'TextBlock',
    wrap: true,
    text,
    ...more,
  });
  const body = [
    block(notice.title, {
      weight: 'bolder',
      size: 'medium',
      color: notice.success ? 'good' : 'attention',
    }),
    ...plainLines(notice).map((line) => block(line)),
  ];
  const actions: JsonObject =
    notice.link === undefined
      ? {}
      : { actions: [{ type: 'Action.OpenUrl', title: 'CI run', url: notice.link }] };
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body,
          ...actions,
        },
      },
    ],
  };
}

/** The body of a message for a program that wants to know what came out. */
export function webhookBody(notice: Notice, outcome: CheckpointOutcome): JsonObject {
  return {
    schema: 'modelgate.checkpoint-notice/v1',
    checkpoint: outcome.checkpoint,
    project: outcome.project,
    time: outcome.time,
    fresh: outcome.fresh,
    success: notice.success,
    title: notice.title,
    ...(outcome.problem === undefined ? {} : { problem: outcome.problem }),
    ...(notice.link === undefined ? {} : { link: notice.link }),
    validations: notice.validations.map(({ failures, change, ...rest }) => ({
      ...rest,
      success: failures.length === 0,
      ...(change === undefined ? {} : { change }),
      failures: failures.map((failure) => ({ ...failure })),
    })),
  };
}

export interface Mail {
  subject: string;
  text: string;
  html: string;
}

export function mailOf(notice: Notice): Mail {
  const escape = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  const lines = plainLines(notice);
  const link = notice.link === undefined ? [] : [notice.link];
  const anchor = link.map((url) => `<p><a href="${escape(url)}">CI run</a></p>`);
  return {
    subject: notice.title,
    text: [notice.title, '', ...lines, ...link, ''].join('\n'),
    html: [
      `<h3>${escape(notice.title)}</h3>`,
      ...lines.map((line) => `<p>${escape(line)}</p>`),
      ...anchor,
    ].join('\n'),
  };
}
