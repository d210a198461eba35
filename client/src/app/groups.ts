// Headings under which pages stand, and the hub that has them: a page says which are its own. In the order in which they are shown.

/** Where pages stand together: what residents come for, what is mine, what staff do, and what is done on the spot. */
const HUB_OF = {
  volunteering: '/services',
  neighbours: '/services',
  papers: '/services',
  mine: '/me',
  settings: '/me',
  privacy: '/me',
  about: '/me',
  duty: '/more',
  public: '/more',
  field: '/more',
  insight: '/more',
  manage: '/more',
  own: '/more',
  spot: '/field',
} as const;

export type GroupName = keyof typeof HUB_OF;
export type Hub = (typeof HUB_OF)[GroupName];

export const hubOf = (group: GroupName): Hub => HUB_OF[group];

/** The headings of a hub; of any other address there are none. */
export const groupsOf = (hub: string): GroupName[] => (Object.keys(HUB_OF) as GroupName[]).filter((name) => HUB_OF[name] === hub);
