-- AlterEnum
ALTER TYPE "ticket_event_kind" ADD VALUE 'RECALLED';

-- CreateTable
CREATE TABLE "ticket_presence" (
    "id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ticket_presence_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ticket_presence_ticket_id_idx" ON "ticket_presence"("ticket_id");

-- AddForeignKey
ALTER TABLE "ticket_presence" ADD CONSTRAINT "ticket_presence_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket_presence" ADD CONSTRAINT "ticket_presence_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff_profile"("id") ON DELETE CASCADE ON UPDATE CASCADE;
