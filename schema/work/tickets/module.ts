// Tickets: what residents report, and how it is dealt with.
import { z } from 'zod';
import { module } from '../../frame/manifest.ts';
import { desk, everyone, handlers, residents, responders, right } from '../../frame/roles.ts';
import { count, settings } from '../../frame/settings.ts';
import type { Sla } from './clocks.ts';
import type { Tickets } from './index.ts';
import { readSla } from './sla-file.ts';
import { TICKETS_TOPIC } from './topics.ts';

declare module '../../frame/context.ts' {
  interface Context {
    tickets: Tickets;
  }
}

declare module '../../frame/services.ts' {
  interface Settings {
    /** How long each step of a ticket may take. */
    sla: Sla;
    /** What one resident may report in a day; emergencies are not counted. */
    reportsADay: number;
  }
}

export const tickets = module({
  name: 'tickets',
  async graph() {
    await import('./graph.ts');
    await import('./queries.ts');
    await import('./reports.ts');
    await import('./acts.ts');
    await import('./split.ts');
    await import('./subscription.ts');
    await import('./urgent.ts');
    await import('./board.ts');
    await import('./presence.ts');
    await import('./open-view.ts');
    await import('./reveal.ts');
    await import('./call.ts');
    await import('./notifications.ts');
  },
  scopes: {
    'tickets:read': '读取事件 / Read tickets',
    'tickets:write': '上报与更新事件 / Report and update tickets',
  },
  rights: {
    'ticket.report': right('上报问题、一键报警 / Report a problem, or raise an alarm', {
      ...residents('always'),
      GRID_WORKER: 'always',
      OFFICER: 'always',
      ...desk,
      PARTNER: { scope: 'tickets:write' },
    }),
    'ticket.follow': right('对邻居上报的事说“我也是” / Say “me too” to what a neighbour has reported', residents('always')),
    'ticket.read': right('看到有这件事、办得怎样 / See that a ticket is there, and how it goes on', {
      ...residents('follows'),
      ...responders,
      PROPERTY: 'assigned',
      ...desk,
      PARTNER: { scope: 'tickets:read' },
    }),
    'ticket.readContent': right('看上报的内容和地点 / See what the report says, and where', {
      ...residents('own'),
      ...responders,
      PROPERTY: 'assigned',
      ...desk,
      PARTNER: { scope: 'tickets:read' },
    }),
    // People and plates may be in them.
    'ticket.readPhotos': right('看上报的照片 / See the photos of a report', {
      ...residents('own'),
      ...responders,
      PROPERTY: 'assigned',
      ...desk,
      PARTNER: { scope: 'pii:read' },
    }),
    // It may be the reporter’s door.
    'ticket.readAddress': right('看地址和准确位置 / See the address and the exact place', {
      ...residents('own'),
      ...responders,
      PROPERTY: 'assigned',
      ...desk,
    }),
    'ticket.readReporter': right(
      '看到是谁上报的，姓名电话打码；匿名的不显示 / See who reported it, unless anonymously: name and phone masked',
      { ...residents('own'), ...responders, ...desk },
    ),
    // The desk calls over the relay; in an emergency, while it is open, the dispatcher may have to ring back within seconds.
    'ticket.readReporterFull': right(
      '看上报人的完整姓名电话，留记录 / See name and phone of the reporter in full, on record: whoever handles it',
      { ...residents('own'), ...responders, DISPATCHER: 'urgent' },
    ),
    'ticket.call': right('经中转号码联系上报人 / Call the reporter over a relay that hides both numbers', { ...responders, ...desk }),
    'ticket.callHandler': right('紧急时给接单的民警打电话 / Call whoever has accepted their urgent ticket', residents('own')),
    'ticket.revealReporter': right('写明理由后看匿名上报的人 / See who reported it anonymously, with a reason that is kept', {
      OFFICER: 'handles',
    }),
    'ticket.watch': right('看大屏：数量、谁在岗、发生了什么 / Watch a board: counts, who is on duty, what happened, who looks', {
      GRID_WORKER: 'always',
      OFFICER: 'always',
      ...desk,
    }),
    'ticket.readPublic': right(
      '看街道正在办的事，凭分享链接看一件事：不含个人信息 / See what the street works on, and a ticket by its shared link: nothing personal',
      everyone({ scope: 'tickets:read' }),
    ),
    'ticket.export': right('导出列表，留记录 / Take lists away as a file, on record', {
      OFFICER: 'always',
      ...desk,
      PARTNER: { scope: 'tickets:read' },
    }),
    'ticket.triage': right('定种类和优先级 / Set category and priority', { ...handlers, ...desk }),
    'ticket.direct': right('派单、转派、合并、不受理 / Dispatch, transfer, merge, reject', { OFFICER: 'handles', ...desk }),
    'ticket.accept': right('接单；紧急警情呼叫到的也可以 / Accept; an emergency also by whoever was called to it', {
      GRID_WORKER: 'called',
      OFFICER: 'called',
      PROPERTY: 'assigned',
    }),
    'ticket.work': right('退单、出发、到场、办结 / Decline, depart, arrive, resolve', {
      GRID_WORKER: 'assigned',
      OFFICER: 'assigned',
      PROPERTY: 'assigned',
    }),
    'ticket.mediate': right('转调解 / Take it to mediation', handlers),
    'ticket.ask': right('问上报人，时限暂停 / Ask the reporter, while the clocks stand still', { ...handlers, ...desk }),
    'ticket.note': right('补充说明 / Add a note', { ...residents('follows'), ...handlers, PROPERTY: 'assigned', ...desk }),
    'ticket.urge': right('催办 / Urge', residents('follows')),
    'ticket.answer': right('确认并评价、撤回、申诉 / Confirm and rate, withdraw, appeal', residents('own')),
    'ticket.reopen': right('重新打开 / Reopen', { ...residents('own'), ...desk }),
    'ticket.escalate': right('升级 / Escalate', desk),
  },
  can: {
    report: ['ticket.report', '上报事件、一键报警 / Report and raise alarms'],
    readTickets: ['ticket.read', '查看事件 / See tickets'],
    watchTickets: ['ticket.watch', '看调度大屏 / Watch the dispatch board'],
  },
  audits: {
    'ticket.revealReporter': '查看了匿名上报的人 / Revealed an anonymous reporter',
    'ticket.call': '经中转号码联系了上报人 / Called a reporter through a relay number',
    'ticket.export': '导出了事件列表 / Exported a list of tickets',
  },
  waits: {
    TICKET_TO_ACCEPT: {
      means: '接单 / Accept a ticket',
      may: 'ticket.accept',
      topics: [TICKETS_TOPIC],
      reads: async () => (await import('./waits.ts')).toAccept,
    },
    TICKET_TO_FINISH: {
      means: '处置 / Resolve a ticket',
      may: 'ticket.work',
      topics: [TICKETS_TOPIC],
      reads: async () => (await import('./waits.ts')).toFinish,
    },
    TICKET_TO_TRIAGE: {
      means: '受理 / Triage a report',
      may: 'ticket.triage',
      topics: [TICKETS_TOPIC],
      reads: async () => (await import('./waits.ts')).toTriage,
      isAlike: true,
    },
    TICKET_TO_DISPATCH: {
      means: '派单 / Assign a ticket',
      may: 'ticket.direct',
      topics: [TICKETS_TOPIC],
      reads: async () => (await import('./waits.ts')).toDispatch,
      isAlike: true,
    },
  },
  settings: settings(
    {
      XIESHOU_SLA: { type: z.string().min(1).optional(), expected: 'the path of a file' },
      XIESHOU_REPORTS_A_DAY: count(1, 1_000_000, 40),
    },
    (values, { timeZone }) => ({ sla: readSla(values.XIESHOU_SLA, timeZone), reportsADay: values.XIESHOU_REPORTS_A_DAY }),
  ),
  exports: {
    '/exports/tickets.csv': async () => (await import('./export.ts')).exportTickets('csv'),
    '/exports/tickets.geojson': async () => (await import('./export.ts')).exportTickets('geojson'),
  },
  tables: ['ticket', 'ticket_event', 'ticket_follower', 'ticket_share', 'ticket_presence', 'ticket_day', 'notification_mark'],
  publishes: ['ticket', 'ticket_event'],
  appendOnly: ['ticket_event'],
  holds: {
    places: [
      'notification_mark.user_id', // up to where they have read
      'ticket.reporter_id',
      'ticket_event.actor_id',
      'ticket_follower.resident_id',
    ],
    shows: {
      ticketsReported: `(SELECT coalesce(json_agg(json_build_object('number', t.number, 'description', t.description, 'address', t.address,
        'building', (SELECT b.name FROM building b WHERE b.id = t.building_id), 'status', t.status,
        'reportedAt', t.created_at, 'longitude', t.longitude, 'latitude', t.latitude, 'rating', t.rating, 'ratingComment', t.rating_comment,
        'isAnonymous', t.is_anonymous) ORDER BY t.created_at), '[]') FROM ticket t WHERE t.reporter_id = r.id)`,
      ticketActs: `(SELECT coalesce(json_agg(json_build_object('ticket', t.number, 'at', e.at, 'what', e.kind, 'detail', e.detail) ORDER BY e.at), '[]')
        FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id WHERE e.actor_kind = 'RESIDENT' AND e.actor_id = r.id)`,
      ticketsFollowed: `(SELECT coalesce(json_agg(json_build_object('ticket', t.number, 'since', f.since) ORDER BY f.since), '[]')
        FROM ticket_follower f JOIN ticket t ON t.id = f.ticket_id WHERE f.resident_id = r.id)`,
      filesSent: `(SELECT coalesce(json_agg(json_build_object('ticket', t.number, 'sentAt', a.created_at, 'kind', a.kind, 'url', '/uploads/' || a.file_name)
        ORDER BY a.created_at), '[]')
        FROM attachment a LEFT JOIN ticket t ON t.id = a.ticket_id WHERE a.uploader_kind = 'RESIDENT' AND a.uploader_id = r.id)`,
    },
    erases: {
      words: 'SELECT erase_ticket_words($1)',
    },
  },
  hears: { 'resident.erased': async () => (await import('./hears.ts')).onErased },
  expires: { presence: `DELETE FROM ticket_presence WHERE seen_at < now() - interval '1 hour'` },
  files: { sentFor: ['ticket.report', 'ticket.note'], shows: async () => (await import('./attachments.ts')).mayLoad },
  jobs: async () => (await import('./jobs.ts')).jobs,
});
