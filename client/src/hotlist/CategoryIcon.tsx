import {
  BatteryCharging,
  Building2,
  Car,
  CircleEllipsis,
  Dog,
  Droplets,
  Flame,
  Hammer,
  House,
  Lightbulb,
  type LucideIcon,
  PhoneOff,
  Search,
  ShieldAlert,
  Swords,
  UserRoundX,
  Users,
  Volume2,
  Weight,
} from 'lucide-react';

const ICONS: Record<string, LucideIcon> = {
  suspicious_person: UserRoundX,
  theft: ShieldAlert,
  fraud_lead: PhoneOff,
  fire_lane_blocked: Flame,
  ebike_indoor_charging: BatteryCharging,
  thrown_object: Weight,
  fight: Swords,
  missing_person: Search,
  noise: Volume2,
  neighbour_dispute: Users,
  water_leak_dispute: Droplets,
  family_dispute: House,
  property_dispute: Building2,
  parking: Car,
  lighting: Lightbulb,
  stray_dog: Dog,
  facility_damage: Hammer,
};

/** The picture of a category; its name stands beside it. */
export function CategoryIcon({ code }: { code: string }) {
  const Icon = ICONS[code] ?? CircleEllipsis;
  return <Icon aria-hidden="true" />;
}
