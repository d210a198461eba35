// Sentences that reach people at the doors and in queries; those of refusals stand beside them, in refusals.ts of each module.
import type { Language } from '../context.ts';

const words = {
  zh: {
    unauthenticated: '您还没有登录，请先登录再操作。',
    forbidden: '您的身份不能进行这项操作。',
    boardNotFound: '没有找到这个热榜，可能网格或社区已经调整。',
    boardAmbiguous: '热榜只能选一个范围：网格或社区，二选一。',
    cursorInvalid: '翻页标记无效，请从第一页重新加载。',
    pageSizeInvalid: '每页条数须在 1 到 100 之间。',
    unavailable: '服务暂时不可用，请稍后再试。',
    keyMayNot: '这把密钥没有这项权限，或不在它的范围内。请联系发放密钥的管理员。',
    secondFactorMissing: '您的身份必须先设置两步验证，才能继续。',
    keyRefused: {
      KEY_UNKNOWN: '密钥无效，请检查是否完整复制。',
      KEY_EXPIRED: '密钥已过期，请联系管理员换发。',
      KEY_REVOKED: '密钥已被吊销，请联系管理员。',
      KEY_ADDRESS: '这把密钥不能在这个网络地址使用。',
    },
    documentUnknown: '服务器不认识这个操作，请附上完整的查询文本。',
    documentMissing: '请求里没有查询文本（query）。',
    documentNeedsKey: '自定义查询需要合作应用密钥或工作人员身份。',
    requestUnreadable: '请求不是有效的 GraphQL 请求：须为 JSON 对象，含 query 文本；variables 为对象。',
    tooComplex: (limit: string, asked: string, allowed: number) =>
      `查询超出限制 ${limit}：要求 ${asked}，最多 ${allowed}。请拆成几个小的查询。`,
    schemaClosed: '接口结构只对合作应用和工作人员开放。',
    operationUnknown: '请求里没有这个操作名，或有多个操作而没有指明哪一个。',
    mutationByGet: 'GET 只能读取。修改请用 POST。',
    rateLimited: (seconds: number) => `请求太频繁，请 ${seconds} 秒后再试。`,
    idempotencyKeyForm: 'Idempotency-Key 须为 8–128 位字母、数字或 . _ : -。',
    idempotencyConflict: '这个 Idempotency-Key 已用于另一个请求，请换一个。',
    idempotencyBusy: '同一请求正在处理，请稍后再查结果。',
    tookTooLong: '处理超时。结果可能已经保存，请先查看再重试。',
    originForeign: '不允许从这个网站访问接口。',
    contentTypeWrong: '请以 application/json 发送请求。',
    contentEncoded: '请发送未压缩的请求内容。',
    bodyTooLarge: '请求内容过大，最多 256 KB。',
    methodWrong: '请用 POST 发送请求。',
    uploadKindWrong: '只收照片（JPEG、PNG、WebP）和语音（WAV）。请换一个文件。',
    uploadTooLarge: '文件过大，最多 10 MB。请缩小后再传。',
    uploadBroken: '这个文件打不开，可能已损坏。请重新拍一张。',
    uploadTooMany: '短时间内上传太多，请先提交已传的，稍后再试。',
    uploadBusy: '现在传的人多，请过一会儿再试。',
    signInFirst: '请先登录。',
    residentNotFound: '没有找到这位居民。',
    personNotFound: '没有找到这个人。',
  },
  en: {
    unauthenticated: 'You are signed out. Sign in and try again.',
    forbidden: 'You do not have permission to do this.',
    boardNotFound: 'Board not found. Its grid or community may have changed.',
    boardAmbiguous: 'Choose either a grid or a community, not both.',
    cursorInvalid: 'The page cursor is not valid. Load from the first page again.',
    pageSizeInvalid: 'Choose a page size from 1 to 100.',
    unavailable: 'The service is temporarily unavailable. Please try again in a moment.',
    keyMayNot: 'This key does not have the required scope, or the data is outside its boundary. Ask the administrator who issued it.',
    secondFactorMissing: 'Your role requires a second factor. Set it up before you continue.',
    keyRefused: {
      KEY_UNKNOWN: 'The key is not valid. Check that you copied all of it.',
      KEY_EXPIRED: 'The key has expired. Ask the administrator for a new one.',
      KEY_REVOKED: 'The key has been revoked. Ask the administrator.',
      KEY_ADDRESS: 'This key cannot be used from this network address.',
    },
    documentUnknown: 'The server does not know this operation. Send the full query text with it.',
    documentMissing: 'The request has no query.',
    documentNeedsKey: 'Custom queries require a partner key or a staff sign-in.',
    requestUnreadable: 'This is not a valid GraphQL request. Send a JSON object with a query text; variables must be an object.',
    tooComplex: (limit: string, asked: string, allowed: number) =>
      `The query exceeds the limit ${limit}: it asks for ${asked}, and the maximum is ${allowed}. Split it into smaller queries.`,
    schemaClosed: 'The schema is open to partners and staff only.',
    operationUnknown: 'The request has no operation with this name, or has several operations without saying which to run.',
    mutationByGet: 'GET can only read. Use POST to make changes.',
    rateLimited: (seconds: number) => `Too many requests. Try again in ${seconds} s.`,
    idempotencyKeyForm: 'The Idempotency-Key must be 8–128 letters, digits or . _ : -.',
    idempotencyConflict: 'This Idempotency-Key was used for another request. Choose a new one.',
    idempotencyBusy: 'The same request is still being processed. Check its result in a moment.',
    tookTooLong: 'The request timed out. It may have been saved: check before you try again.',
    originForeign: 'This website is not allowed to use the API.',
    contentTypeWrong: 'Send the request as application/json.',
    contentEncoded: 'Send the request uncompressed.',
    bodyTooLarge: 'The request is too large. The maximum is 256 KB.',
    methodWrong: 'Send the request with POST.',
    uploadKindWrong: 'Only photos (JPEG, PNG, WebP) and voice notes (WAV) are accepted. Choose another file.',
    uploadTooLarge: 'The file is too large. The maximum is 10 MB. Make it smaller and upload it again.',
    uploadBroken: 'This file cannot be opened and may be damaged. Take the photo again.',
    uploadTooMany: 'Too many uploads in a short time. Submit the files you have uploaded, and try again later.',
    uploadBusy: 'Many people are uploading files. Try again in a moment.',
    signInFirst: 'Sign in first.',
    residentNotFound: 'Resident not found.',
    personNotFound: 'Person not found.',
  },
} as const;

/** The same sentences whatever the language: texts become `string`, tables and functions keep their shape. */
type Loose<Table> = {
  [Key in keyof Table]: Table[Key] extends string
    ? string
    : Table[Key] extends (...given: infer Given) => string
      ? (...given: Given) => string
      : Loose<Table[Key]>;
};

type Words = Loose<typeof words.zh>;

/** The server's sentences in that language. */
export function wordsIn(language: Language): Words {
  return words[language];
}
