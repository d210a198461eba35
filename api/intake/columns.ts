// Which column means what: recognised by header, overridden by --map.
import { StartError } from '../start-error.ts';

/** Header names each field goes by, best first, compared without case, spaces and underscores. */
const NAMES = {
  requestId: ['request_id', 'service_request_id', 'service_request_number', 'sr_number', 'case_id', 'ticket_id', '工单编号', 'id'],
  at: ['at', 'created', 'created_at', 'created_date', 'creation_date', 'requested_datetime', 'opened', 'date', '时间', '上报时间'],
  category: ['category', 'service_name', 'type', 'service_request_type', 'sr_type', 'complaint_type', 'descriptor', '类别'],
  district: ['district', 'police_district', 'precinct', 'beat', 'police_precinct', 'grid', 'ward', 'community_area', '网格', '辖区'],
  status: ['status', 'state', '状态'],
  completed: ['completed', 'completed_at', 'completion_date', 'closed', 'closed_date', 'closed_at', 'updated_datetime', '办结时间'],
  latitude: ['lat', 'latitude', 'y', '纬度'],
  longitude: ['lon', 'lng', 'long', 'longitude', 'x', '经度'],
  address: ['address', 'street_address', 'location', '地址'],
  description: ['description', 'details', 'notes', '描述', '内容'],
  account: ['account', 'account_id', 'resident', 'resident_id', 'voter', 'user', 'user_id', '居民'],
  issue: ['issue', 'issue_id', 'topic', 'topic_id', '议题'],
  value: ['value', 'vote', '票'],
  issueTitle: ['issue_title', 'title', '标题'],
  issueDistrict: ['issue_grid', 'issue_district'],
  accountDistrict: ['account_grid', 'home_grid', 'account_district'],
  building: ['building', 'building_name', 'name', '楼栋', '楼', '名称'],
  buildingEn: ['building_en', 'name_en', '楼栋英文', '英文名称'],
  entrance: ['entrance', 'entrance_name', 'unit', '门口', '单元'],
  entranceEn: ['entrance_en', '门口英文'],
} as const;

export type Field = keyof typeof NAMES;
export type Columns = Partial<Record<Field, number>>;
/** Places are named as such (`--as places`): their columns are too common to tell. */
export type FileKind = 'requests' | 'votes' | 'places';

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[\s_-]/g, '')
    .replace(/^\ufeff/, '');

/** `--map field=column` as pairs. @throws StartError for an unknown field or a malformed pair */
export function readMap(pairs: readonly string[]): Partial<Record<Field, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [field, column] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      if (!pair.includes('=') || !(field in NAMES || field === 'name')) {
        throw new StartError(`--map ${pair} is not field=column. Fields: name, ${Object.keys(NAMES).join(', ')}.`);
      }
      return [field, column];
    }),
  );
}

/** Where each field stands in a header. @throws StartError when --map names a column that is not there */
export function findColumns(header: readonly string[], map: Partial<Record<Field, string>>): Columns {
  const names = header.map(plain);
  const columns: Columns = {};
  for (const field of Object.keys(NAMES) as Field[]) {
    const wanted = map[field];
    const index = wanted === undefined ? firstOf(names, NAMES[field]) : names.indexOf(plain(wanted));
    if (index === -1 && wanted !== undefined) {
      throw new StartError(`Line 1: there is no column "${wanted}" for ${field}; the columns are ${header.join(', ')}.`);
    }
    if (index !== -1) columns[field] = index;
  }
  return columns;
}

function firstOf(names: readonly string[], candidates: readonly string[]): number {
  for (const candidate of candidates) {
    const index = names.indexOf(plain(candidate));
    if (index !== -1) return index;
  }
  return -1;
}

const NEEDED: Record<FileKind, readonly Field[]> = {
  requests: ['requestId', 'at', 'category'],
  votes: ['at', 'account', 'issue'],
  places: ['building'],
};

/** What kind of file these columns make. @param wanted what it has to be @throws StartError that names the missing column */
export function kindOf(columns: Columns, header: readonly string[], wanted?: FileKind): FileKind {
  const missing = (kind: FileKind) => NEEDED[kind].filter((field) => columns[field] === undefined);
  for (const kind of wanted ? [wanted] : (['votes', 'requests'] as const)) if (missing(kind).length === 0) return kind;
  const kind = wanted ?? (columns.account !== undefined || columns.issue !== undefined ? 'votes' : 'requests');
  const lacks = missing(kind).map((field) => `${field} (${NAMES[field].slice(0, 3).join(', ')} …)`);
  throw new StartError(`Line 1: no column for ${lacks.join(' and ')} among ${header.join(', ')}. Name it with --map field=column.`);
}
