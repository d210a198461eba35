-- AlterEnum
ALTER TYPE "ticket_event_kind" ADD VALUE 'CALLED';

-- AlterTable
ALTER TABLE "ticket" ADD COLUMN     "called_ids" UUID[] DEFAULT ARRAY[]::UUID[];

-- What Prisma cannot say: nobody is called to what has ended, and few tickets have called anybody.
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_calls_while_open"
  CHECK ("called_ids" IS NOT NULL AND ("called_ids" = '{}' OR ("ended_at" IS NULL AND "status" <> 'RESOLVED')));
CREATE INDEX "ticket_called" ON "ticket" USING gin ("called_ids") WHERE "called_ids" <> '{}';
