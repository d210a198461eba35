-- CreateEnum
CREATE TYPE "ticket_status" AS ENUM ('SUBMITTED', 'TRIAGED', 'DISPATCHED', 'ACCEPTED', 'EN_ROUTE', 'ON_SCENE', 'IN_MEDIATION', 'RESOLVED', 'CLOSED', 'REJECTED', 'MERGED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "ticket_source" AS ENUM ('RESIDENT', 'ALARM', 'PATROL', 'PARTNER', 'IMPORT');

-- CreateEnum
CREATE TYPE "ticket_event_kind" AS ENUM ('REPORTED', 'TRIAGED', 'REJECTED', 'APPEALED', 'MERGED', 'DISPATCHED', 'ACCEPTED', 'DECLINED', 'DEPARTED', 'ARRIVED', 'RESOLVED', 'MEDIATION_OPENED', 'CONFIRMED', 'CLOSED', 'REOPENED', 'TRANSFERRED', 'ESCALATED', 'WITHDRAWN', 'NOTED', 'ASKED', 'URGED', 'FOLLOWED', 'ABSORBED', 'CLOCK_WARNED', 'CLOCK_BREACHED');

-- AlterTable
ALTER TABLE "category" ADD COLUMN     "is_sensitive" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "ticket" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "station_id" UUID NOT NULL,
    "community_id" UUID,
    "grid_id" UUID,
    "category_id" UUID NOT NULL,
    "priority" "priority" NOT NULL,
    "status" "ticket_status" NOT NULL DEFAULT 'SUBMITTED',
    "source" "ticket_source" NOT NULL,
    "description" TEXT NOT NULL,
    "address" TEXT NOT NULL DEFAULT '',
    "longitude" DOUBLE PRECISION,
    "latitude" DOUBLE PRECISION,
    "is_anonymous" BOOLEAN NOT NULL DEFAULT false,
    "reporter_id" UUID,
    "finder_id" UUID,
    "key_id" UUID,
    "assignee_id" UUID,
    "merged_into_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "last_seq" INTEGER NOT NULL DEFAULT 1,
    "result" TEXT,
    "rating" SMALLINT,
    "rating_comment" TEXT,
    "is_false_alarm" BOOLEAN NOT NULL DEFAULT false,
    "reopen_count" INTEGER NOT NULL DEFAULT 0,
    "escalation_level" INTEGER NOT NULL DEFAULT 0,
    "clocks" JSONB NOT NULL DEFAULT '[]',
    "due_at" TIMESTAMPTZ(3),
    "next_alert_at" TIMESTAMPTZ(3),
    "waiting_since" TIMESTAMPTZ(3),
    "appealed_at" TIMESTAMPTZ(3),
    "urged_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "triaged_at" TIMESTAMPTZ(3),
    "dispatched_at" TIMESTAMPTZ(3),
    "accepted_at" TIMESTAMPTZ(3),
    "arrived_at" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticket_event" (
    "id" UUID NOT NULL,
    "position" BIGSERIAL NOT NULL,
    "ticket_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" "ticket_event_kind" NOT NULL,
    "from_status" "ticket_status",
    "to_status" "ticket_status" NOT NULL,
    "actor_kind" "actor_kind" NOT NULL,
    "actor_id" UUID,
    "actor_title" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "ticket_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ticket_follower" (
    "ticket_id" UUID NOT NULL,
    "resident_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ticket_follower_pkey" PRIMARY KEY ("ticket_id","resident_id")
);

-- CreateTable
CREATE TABLE "ticket_day" (
    "day" DATE NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "ticket_day_pkey" PRIMARY KEY ("day")
);

-- CreateIndex
CREATE UNIQUE INDEX "ticket_number_key" ON "ticket"("number");

-- CreateIndex
CREATE INDEX "ticket_grid_id_created_at_idx" ON "ticket"("grid_id", "created_at");

-- CreateIndex
CREATE INDEX "ticket_community_id_created_at_idx" ON "ticket"("community_id", "created_at");

-- CreateIndex
CREATE INDEX "ticket_category_id_created_at_idx" ON "ticket"("category_id", "created_at");

-- CreateIndex
CREATE INDEX "ticket_assignee_id_idx" ON "ticket"("assignee_id");

-- CreateIndex
CREATE INDEX "ticket_reporter_id_idx" ON "ticket"("reporter_id");

-- CreateIndex
CREATE INDEX "ticket_finder_id_idx" ON "ticket"("finder_id");

-- CreateIndex
CREATE INDEX "ticket_merged_into_id_idx" ON "ticket"("merged_into_id");

-- CreateIndex
CREATE UNIQUE INDEX "ticket_event_position_key" ON "ticket_event"("position");

-- CreateIndex
CREATE UNIQUE INDEX "ticket_event_ticket_id_seq_key" ON "ticket_event"("ticket_id", "seq");

-- CreateIndex
CREATE INDEX "ticket_follower_resident_id_since_idx" ON "ticket_follower"("resident_id", "since");

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_grid_id_fkey" FOREIGN KEY ("grid_id") REFERENCES "grid"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "category"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_reporter_id_fkey" FOREIGN KEY ("reporter_id") REFERENCES "resident"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_finder_id_fkey" FOREIGN KEY ("finder_id") REFERENCES "staff_profile"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_assignee_id_fkey" FOREIGN KEY ("assignee_id") REFERENCES "staff_profile"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_merged_into_id_fkey" FOREIGN KEY ("merged_into_id") REFERENCES "ticket"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket_event" ADD CONSTRAINT "ticket_event_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket_follower" ADD CONSTRAINT "ticket_follower_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket_follower" ADD CONSTRAINT "ticket_follower_resident_id_fkey" FOREIGN KEY ("resident_id") REFERENCES "resident"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say -------------------------------------------------------------------------

UPDATE "category" SET "is_sensitive" = true
  WHERE "code" IN ('fight', 'missing_person', 'neighbour_dispute', 'water_leak_dispute', 'family_dispute', 'property_dispute', 'fraud_lead');

ALTER TABLE "ticket"
  ADD CONSTRAINT "ticket_grid_in_community" FOREIGN KEY ("grid_id", "community_id") REFERENCES "grid" ("id", "community_id"),
  ADD CONSTRAINT "ticket_grid_with_community" CHECK (("grid_id" IS NULL) = ("community_id" IS NULL)),
  ADD CONSTRAINT "ticket_number_form" CHECK ("number" ~ '^GD-\d{8}-\d{4,}$'),
  ADD CONSTRAINT "ticket_description_length" CHECK (char_length("description") <= 4000),
  ADD CONSTRAINT "ticket_point" CHECK (
    ("longitude" IS NULL) = ("latitude" IS NULL) AND "longitude" BETWEEN -180 AND 180 AND "latitude" BETWEEN -90 AND 90
  ),
  -- Somebody works on it: no ticket without a next responsible party.
  ADD CONSTRAINT "ticket_at_work_by_somebody" CHECK (
    "status" NOT IN ('DISPATCHED', 'ACCEPTED', 'EN_ROUTE', 'ON_SCENE', 'IN_MEDIATION') OR "assignee_id" IS NOT NULL
  ),
  ADD CONSTRAINT "ticket_ended" CHECK (
    ("status" IN ('CLOSED', 'REJECTED', 'MERGED', 'CANCELLED')) = ("ended_at" IS NOT NULL)
  ),
  ADD CONSTRAINT "ticket_merged_into_another" CHECK (
    ("status" = 'MERGED') = ("merged_into_id" IS NOT NULL) AND "merged_into_id" <> "id"
  ),
  ADD CONSTRAINT "ticket_rating" CHECK ("rating" BETWEEN 1 AND 5),
  ADD CONSTRAINT "ticket_resolved_with_result" CHECK ("status" <> 'RESOLVED' OR "result" IS NOT NULL),
  ADD CONSTRAINT "ticket_clocks_of_open_ones" CHECK ("clocks" = '[]' OR ("ended_at" IS NULL AND "status" <> 'RESOLVED')),
  ADD CONSTRAINT "ticket_counts" CHECK ("version" >= 1 AND "last_seq" >= 1 AND "escalation_level" BETWEEN 0 AND 2);

-- Lists of open tickets and the clocks read only these, however many have ended.
CREATE INDEX "ticket_open_by_deadline" ON "ticket" (coalesce("due_at", 'infinity'), "id") WHERE ("ended_at" IS NULL AND "status" <> 'RESOLVED');
CREATE INDEX "ticket_open_nearby" ON "ticket" ("category_id", "latitude") WHERE ("ended_at" IS NULL AND "status" <> 'RESOLVED');
CREATE INDEX "ticket_next_alert" ON "ticket" ("next_alert_at") WHERE ("next_alert_at" IS NOT NULL);
CREATE INDEX "ticket_newest" ON "ticket" ("created_at" DESC, "id" DESC);

ALTER TABLE "ticket_event"
  ADD CONSTRAINT "ticket_event_seq" CHECK ("seq" >= 1 AND ("seq" = 1) = ("from_status" IS NULL));

-- Events are append-only for the server (see api/database/roles.ts); only this takes a person's words out of theirs, when
-- they erase their account. What happened and when stays.
CREATE FUNCTION "erase_ticket_words"(resident uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE "ticket_event" SET "actor_id" = NULL, "detail" = "detail" - ARRAY['text', 'reason', 'comment', 'point']
    WHERE "actor_kind" = 'RESIDENT' AND "actor_id" = resident;
  -- Nobody is left to answer: the clocks run on, and the server reckons their deadlines at once.
  UPDATE "ticket" SET "waiting_since" = NULL, "next_alert_at" = now(), "clocks" = (
      SELECT coalesce(jsonb_agg(clock || jsonb_build_object('isPaused', false, 'since', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))), '[]')
      FROM jsonb_array_elements("clocks") clock)
    WHERE "reporter_id" = resident AND "waiting_since" IS NOT NULL;
  UPDATE "ticket" SET "reporter_id" = NULL, "description" = '', "address" = '', "rating_comment" = NULL WHERE "reporter_id" = resident;
  DELETE FROM "ticket_follower" WHERE "resident_id" = resident;
END $$;
