// The street: grids shaded by what they have to do, tickets and whoever is on the way. Without tiles unless some are configured.
import L from 'leaflet';
import 'leaflet/dist/leaflet.css';
import { useEffect, useRef } from 'react';
import { useQuery } from 'urql';
import { StreetDocument } from '../generated/graphql.ts';
import { BoardMapDocument, type BoardTicketFragment } from '../generated/tickets/graphql.ts';
import { usePreferences, useWords } from '../ui/preferences.ts';
import { shown } from './datum.ts';
import { slaLook } from './SlaRing.tsx';
import { useTicketName } from './TicketTile.tsx';
import type { Patrol, Summary, Unit } from './useBoard.ts';
import { words } from './words.ts';

interface Props {
  tickets: readonly BoardTicketFragment[];
  units: readonly Unit[];
  patrols: readonly Patrol[];
  loads: Summary['loads'];
  chosenGridId: string;
  /** Grid names and dots this much bigger. */
  scale: number;
  onChooseGrid(id: string): void;
  onOpen(ticket: BoardTicketFragment): void;
}

const MARGIN_PX = 10;

/** Shows all of the bounds. A box without room, as one that is folded away, keeps what it shows: there is no scale for it. */
function fit(map: L.Map, bounds: L.LatLngBounds): void {
  const { x, y } = map.getSize();
  if (Math.min(x, y) > 2 * MARGIN_PX) map.fitBounds(bounds, { padding: [MARGIN_PX, MARGIN_PX] });
}

type Polygons = [number, number][][][];

export default function BoardMap({ tickets, units, patrols, loads, chosenGridId, scale, onChooseGrid, onOpen }: Props) {
  const w = useWords(words);
  const { language } = usePreferences();
  const nameOf = useTicketName();
  const [{ data: street }] = useQuery({ query: StreetDocument, requestPolicy: 'cache-first' });
  const [{ data: settings }] = useQuery({ query: BoardMapDocument, requestPolicy: 'cache-first' });
  const box = useRef<HTMLDivElement>(null);
  const map = useRef<L.Map>(undefined);
  const layers = useRef<{ grids: L.LayerGroup; marks: L.LayerGroup }>(undefined);
  const bounds = useRef<L.LatLngBounds>(undefined);
  const act = useRef({ onChooseGrid, onOpen });
  act.current = { onChooseGrid, onOpen };
  const datum = settings?.map.datum ?? 'WGS84';

  useEffect(() => {
    if (!box.current) return;
    const made = L.map(box.current, { attributionControl: false, zoomControl: false, zoomSnap: 0.1, keyboard: false });
    map.current = made;
    layers.current = { grids: L.layerGroup().addTo(made), marks: L.layerGroup().addTo(made) };
    const watcher = new ResizeObserver(() => {
      made.invalidateSize();
      if (bounds.current && !hasMoved) fit(made, bounds.current);
    });
    let hasMoved = false;
    made.on('dragend', () => {
      hasMoved = true;
    });
    watcher.observe(box.current);
    return () => {
      watcher.disconnect();
      made.remove();
      map.current = undefined;
    };
  }, []);

  useEffect(() => {
    const tiles = settings?.map;
    if (!tiles?.tilesUrl || !map.current) return;
    const layer = L.tileLayer(tiles.tilesUrl).addTo(map.current);
    const owed = L.control.attribution({ prefix: false }).addAttribution(tiles.attribution).addTo(map.current);
    return () => {
      layer.remove();
      owed.remove();
    };
  }, [settings]);

  useEffect(() => {
    const grids = street?.grids.edges.map(({ node }) => node) ?? [];
    const group = layers.current?.grids;
    if (!group || !map.current || grids.length === 0) return;
    group.clearLayers();
    const openOf = new Map(loads.map(({ grid, openCount }) => [grid.id, openCount]));
    const most = Math.max(4, ...openOf.values());
    const all = L.latLngBounds([]);
    for (const { id, code, name, boundary } of grids) {
      const polygons = (boundary as { coordinates: Polygons } | null)?.coordinates;
      if (!polygons) continue;
      const rings = polygons.map((polygon) =>
        polygon.map((ring) => ring.map(([longitude, latitude]) => shown({ longitude, latitude }, datum))),
      );
      const load = openOf.get(id) ?? 0;
      const shape = L.polygon(rings, {
        className: `map-grid${id === chosenGridId ? ' map-grid-chosen' : ''}`,
        fillOpacity: 0.08 + 0.6 * (load / most),
      }).addTo(group);
      shape.on('click', () => act.current.onChooseGrid(id));
      shape.bindTooltip(w.gridLoad(name, load), { sticky: true });
      all.extend(shape.getBounds());
      const number = document.createElement('span');
      number.textContent = code;
      const label = L.divIcon({ className: 'map-number', html: number, iconSize: [24, 16] });
      L.marker(shape.getBounds().getCenter(), { icon: label, interactive: false, keyboard: false }).addTo(group);
    }
    if (!bounds.current && all.isValid()) {
      bounds.current = all;
      fit(map.current, all);
    }
  }, [street, loads, chosenGridId, datum, w]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: names follow the language
  useEffect(() => {
    const group = layers.current?.marks;
    if (!group) return;
    group.clearLayers();
    for (const ticket of tickets) {
      if (!ticket.location) continue;
      const { tone } = slaLook(ticket, Date.now());
      const isUrgent = ticket.priority === 'P1';
      const dot = L.circleMarker(shown(ticket.location, datum), {
        radius: (isUrgent ? 9 : 5.5) * scale,
        className: `map-dot map-dot-${isUrgent ? 'p1' : tone}`,
      }).addTo(group);
      dot.bindTooltip(`${ticket.number.slice(-4)} ${nameOf(ticket)}`);
      dot.on('click', () => act.current.onOpen(ticket));
    }
    for (const unit of units) {
      if (unit.longitude === null || unit.latitude === null) continue;
      const face = document.createElement('span');
      face.textContent = unit.title.slice(0, 1);
      face.title = unit.title;
      const icon = L.divIcon({
        className: `map-unit map-unit-${unit.state.toLowerCase()}`,
        html: face,
        iconSize: [24 * scale, 24 * scale],
        iconAnchor: [26 * scale, 8 * scale],
      });
      L.marker(shown({ longitude: unit.longitude, latitude: unit.latitude }, datum), { icon, interactive: false, keyboard: false }).addTo(
        group,
      );
    }
    for (const { route, visits } of patrols) {
      const points = route?.points ?? [];
      const line = points.map((point) => shown(point, datum));
      L.polyline(line, { className: 'map-route', interactive: false }).addTo(group);
      points.forEach(({ id, name }, index) => {
        const isPassed = visits.some(({ pointId, isFar }) => pointId === id && !isFar);
        const className = `map-point${isPassed ? ' map-point-passed' : ''}`;
        L.circleMarker(line[index] as [number, number], { radius: 4 * scale, className })
          .bindTooltip(name)
          .addTo(group);
      });
    }
  }, [tickets, units, patrols, datum, scale, language]);

  return <div ref={box} className="board-map" role="img" aria-label={w.mapLabel} />;
}
