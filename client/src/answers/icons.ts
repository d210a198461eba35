import { MessageSquareText } from 'lucide-react';
import type { Icons } from '../app/icons.ts';

export const icons: Icons = {
  '/hot-desk': MessageSquareText,
};
