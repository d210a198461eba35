// What people do: post, claim, take back; the station keeps and hands out.
import { takenPhoto } from '../../commons/files/photo.ts';
import { point } from '../../commons/grids/inputs.ts';
import { gridGone } from '../../commons/grids/refusals.ts';
import { toCentimetres } from '../../commons/grids/rules.ts';
import { findGridAt, type Grid } from '../../commons/grids/store.ts';
import { namedPlace } from '../../commons/places/named.ts';
import { buildingGone, entranceGone } from '../../commons/places/refusals.ts';
import { spotOf } from '../../commons/places/site.ts';
import type { BuildingRow, EntranceRow } from '../../commons/places/store.ts';
import { residentOf, staffOf } from '../../frame/access/callers.ts';
import type { Context } from '../../frame/context.ts';
import { secondsUntilAnother } from '../../frame/daily-limit.ts';
import { checked, choice, dateTime, id, optional, row, scalar, text, wrong } from '../../frame/inputs.ts';
import { gives, mutation } from '../../frame/mutation.ts';
import { Invalid, invalid, isRefusal, RateLimited, type Refusal, rateLimited } from '../../frame/refusals.ts';
import { inTransaction } from '../../frame/transaction.ts';
import { readCode } from '../../ground/codes.ts';
import { answerStamp, CODE_LETTERS, claim, handOut, keep, post, withdraw } from './deeds.ts';
import { CategoryEnum, Item, isMine, itemLoader, KindEnum } from './graph.ts';
import {
  inFuture,
  itemGone,
  LostFoundAnswerWrong,
  LostFoundCodeWrong,
  LostFoundLocked,
  LostFoundOwn,
  LostFoundPlaceMissing,
  LostFoundTaken,
  questionMissing,
  refusals,
} from './refusals.ts';
import { acceptedAnswers } from './rules.ts';
import { type ItemRow, readItems } from './store.ts';

const MOST_A_DAY = 10;
/** Phones' clocks go ahead. */
const AHEAD_MS = 10 * 60_000;
const POSTED = { name: 'lostfound', rows: 'lost_found_item WHERE resident_id', madeAt: 'posted_at' };

const item = gives<{ item: ItemRow }>((t) => ({
  item: t.expose('item', { type: Item, description: '现在的样子 / The post as it is now' }),
}));
const itemId = id('LostFoundItem', '编号 / ID of the post', itemGone);

/** The item after a deed, or why it was not done. */
async function shown<Not extends Refusal>(
  id: string,
  outcome: { topics: string[] } | Not,
  context: Context,
): Promise<{ item: ItemRow } | Not> {
  if (isRefusal(outcome)) return outcome as Not;
  context.services.live.touch((outcome as { topics: string[] }).topics);
  return { item: (await itemLoader(context).clear(id).load(id)) as ItemRow };
}

mutation('lostFoundPost', {
  says: '登记丢失或捡到的东西；捡到的要出一个只有失主答得上的问题 / Posts what was lost or found; for something found, with a question that only the owner can answer',
  may: 'lostFound.post',
  input: {
    kind: choice(KindEnum, '丢失还是捡到 / Lost or found'),
    category: choice(CategoryEnum, '是什么 / Kind of thing'),
    title: text(2, 40, '名称，如“黑色折叠伞” / Name'),
    description: text(0, 500, '说明；捡到的请留下一处不写 / Description; of a found thing, leave out one detail', { isMultiline: true }),
    place: text(0, 80, '在哪里 / Place'),
    location: optional(point('位置 / Position')),
    gridId: optional(row<Grid>('Grid', '网格，没有位置时用 / The grid, when there is no position', gridGone)),
    buildingId: optional(row<BuildingRow>('Building', '哪栋楼，人人可见 / The building, for everybody to read', buildingGone)),
    entranceId: optional(row<EntranceRow>('BuildingEntrance', '哪个门口，人人可见 / The entrance, for everybody to read', entranceGone)),
    happenedAt: checked(dateTime('何时 / When it was lost or found'), (at, { services }) =>
      at.getTime() <= services.clock.now().getTime() + AHEAD_MS ? at : wrong('IN_THE_FUTURE', inFuture),
    ),
    question: text(0, 60, '认领时要答的问题 / Question for whoever claims it'),
    answer: text(0, 60, '答案，几种说法用“/”隔开，谁也看不到 / Its answer, several ways to say it between strokes; shown to nobody'),
    photoId: optional(scalar('ID', '照片：POST /uploads 所给的编号 / Photo, as POST /uploads gave it')),
  },
  done: '已登记 / Posted',
  gives: item,
  refuses: [LostFoundPlaceMissing, Invalid, RateLimited],
  async do({ location, gridId: grid, buildingId, entranceId, question, answer, photoId, ...input }, context) {
    const { services, viewer, requestUuid: id } = context;
    const isFound = input.kind === 'FOUND';
    const answers = acceptedAnswers(answer).map((accepted) => answerStamp(services, id, accepted));
    if (isFound && (!question || answers.length === 0))
      return invalid({ path: [question ? 'answer' : 'question'], code: 'EMPTY', says: questionMissing });
    const named = await namedPlace(buildingId, entranceId, context);
    if (isRefusal(named)) return named;
    if (!input.place && !location && !named) return refusals.placeMissing;
    const spot = location ?? (named && spotOf(named.building, named.entrance));
    const at = spot && toCentimetres(spot);
    const residentId = viewer?.kind === 'resident' ? viewer.residentId : null;
    const postedAt = services.clock.now();
    const gridId = named?.building.gridId ?? (at && (await findGridAt(services.prisma, at))?.id) ?? grid?.id ?? null;
    const posted = await inTransaction(services.pool, async (client) => {
      if ((await readItems(client, [id])).length > 0) return { topics: [] }; // the same request again
      const seconds = residentId && (await secondsUntilAnother(client, POSTED, { personId: residentId, id, most: MOST_A_DAY }));
      if (seconds) return rateLimited(seconds);
      const photoFileName = await takenPhoto(client, photoId, ['photoId'], context);
      if (isRefusal(photoFileName)) return photoFileName;
      const asked = isFound ? { question, answers } : { question: null, answers: [] };
      const by = { residentId, staffId: viewer?.kind === 'staff' ? viewer.staffId : null };
      const site = { buildingId: named?.building.id ?? null, entranceId: named?.entrance?.id ?? null };
      const place = { gridId, ...site, longitude: at?.longitude ?? null, latitude: at?.latitude ?? null };
      return { topics: await post(client, { id, ...input, ...asked, ...by, ...place, photoFileName, postedAt }) };
    });
    return shown(id, posted, context);
  },
});

mutation('lostFoundClaim', {
  says: '回答问题，认领捡到的东西；答对得到取件码 / Claims a found thing by answering its question; the right answer gets a pickup code',
  may: 'lostFound.claim',
  input: { itemId, answer: text(1, 60, '答案 / The answer') },
  done: '答对了 / Accepted',
  gives: item,
  refuses: [LostFoundOwn, LostFoundTaken, LostFoundAnswerWrong, LostFoundLocked],
  do: async ({ itemId, answer }, context) =>
    shown(itemId, await claim(context.services, { itemId, answer, residentId: residentOf(context).residentId }), context),
});

mutation('lostFoundKeep', {
  says: '东西已交来代为保管，写明放在哪里 / The station keeps the thing now; says where',
  may: 'lostFound.keep',
  input: { itemId, place: text(2, 60, '放在哪里，如“警务室 3 号柜” / Where it is kept') },
  done: '已收下 / Kept',
  gives: item,
  refuses: [LostFoundTaken],
  do: async ({ itemId, place }, context) => shown(itemId, await keep(context.services, { itemId, place }), context),
});

mutation('lostFoundHandOut', {
  says: '凭取件码交还 / Hands the thing out against the pickup code',
  may: 'lostFound.keep',
  input: { itemId, code: scalar('String', '取件码，8 位 / Pickup code of 8 letters and digits') },
  done: '已交还 / Returned',
  gives: item,
  refuses: [LostFoundTaken, LostFoundCodeWrong],
  do: async ({ itemId, code }, context) => {
    const { staffId } = staffOf(context);
    return shown(itemId, await handOut(context.services, { itemId, staffId, code: readCode(code, CODE_LETTERS) }), context);
  },
});

mutation('lostFoundWithdraw', {
  says: '撤下自己登记的，如已经找到 / Takes back one’s own post, for example because it was found',
  may: 'lostFound.post',
  input: { itemId: row<ItemRow>('LostFoundItem', '编号 / ID of the post', itemGone) },
  done: '已撤下 / Withdrawn',
  gives: item,
  refuses: [LostFoundTaken],
  do: async ({ itemId: posted }, context) =>
    isMine(posted, context) ? shown(posted.id, await withdraw(context.services, posted.id), context) : refusals.itemGone,
});
