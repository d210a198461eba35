// Why a text is not published, or not agreed to.
import { refusalKind, refuse } from '../../frame/refusals.ts';
import { say } from '../../frame/speech.ts';

export const StationTextUnchanged = refusalKind('StationTextUnchanged', '内容和现在的版本一样 / The same as the current version');

export const overtaken = say(
  '在您编辑的时候，别人发布了新版本。您写的还在，请先看看新版本再决定。',
  'Someone else published a new version while you were writing. Your text is still here: read theirs first.',
);
export const versionGone = say('没有找到这个版本，请刷新后重试。', 'This version was not found. Please reload and try again.');

export const refusals = {
  unchanged: refuse(
    StationTextUnchanged,
    say('和现在的版本一样，没有需要发布的改动。', 'This is the same as the current version: there is nothing to publish.'),
  ),
};
