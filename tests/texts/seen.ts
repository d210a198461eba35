// Who sees the station's texts.
import type { Seen } from '../access/parts.ts';

export const seen: Seen = {
  types: {
    StationText: { path: 'stationText(kind: HELP) { ? }', reference: 'A' },
    StationTextBlank: { path: 'stationText(kind: HELP) { blanks { ? } }', reference: 'A' },
    StationTextVersion: { path: 'stationText(kind: HELP) { current { ? } }', reference: 'A', relative: ['publishedBy'] },
  },
  arguments: { 'Query.stationText': '(kind: HELP)' },
  own: ['Query.textsToAgree'],
  mutations: {
    stationTextPublish: '(input: { kind: HELP, expectedVersion: 1, textZh: "", textEn: "", noteZh: "", noteEn: "" })',
    stationTextsAgree: '(input: { versionIds: [] })',
  },
};
