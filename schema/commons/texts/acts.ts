// What an administrator does: publishes a new version.
import type { StationTextKind } from '../../../prisma/client/client.ts';
import { staffOf } from '../../frame/access/callers.ts';
import { choice, text, whole } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Conflict } from '../../frame/refusals.ts';
import { publish } from './deeds.ts';
import { KindEnum, StationText } from './graph.ts';
import { StationTextUnchanged } from './refusals.ts';

const LONGEST = 20_000;
const isMultiline = true;

mutation('stationTextPublish', {
  says: '发布一页文字的新版本，立即生效；旧版本仍可查阅 / Publishes a new version of a text, in force immediately; earlier ones can still be read',
  may: 'text.publish',
  input: {
    kind: choice(KindEnum, '哪一页 / Which text'),
    expectedVersion: whole(
      1,
      1_000_000,
      '所依据的版本号；别人已发布新版本时不会覆盖 / Number of the version it was written from; a newer one is not overwritten',
    ),
    textZh: text(1, LONGEST, '中文；格式见 StationTextVersion / In Chinese; for its format see StationTextVersion', { isMultiline }),
    textEn: text(1, LONGEST, '英文 / In English', { isMultiline }),
    noteZh: text(1, 200, '改了什么，中文，给所有人看 / What has changed, in Chinese, for everybody'),
    noteEn: text(1, 200, '改了什么，英文 / What has changed, in English'),
  },
  done: '已发布 / Published',
  gives: gives<{ kind: StationTextKind }>((t) => ({
    text: t.field({ type: StationText, description: '现在的样子 / The text as it is now', resolve: ({ kind }) => ({ kind }) }),
  })),
  refuses: [Conflict, StationTextUnchanged],
  do: (input, context) => publish(input, staffOf(context), context),
});
