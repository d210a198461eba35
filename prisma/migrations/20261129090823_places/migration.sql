-- AlterTable
ALTER TABLE "ticket" ADD COLUMN     "building_id" UUID,
ADD COLUMN     "building_metres" INTEGER,
ADD COLUMN     "entrance_id" UUID;

-- CreateTable
CREATE TABLE "building" (
    "id" UUID NOT NULL,
    "grid_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT,
    "longitude" DOUBLE PRECISION,
    "latitude" DOUBLE PRECISION,
    "outline" JSONB,
    "west" DOUBLE PRECISION,
    "south" DOUBLE PRECISION,
    "east" DOUBLE PRECISION,
    "north" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "building_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "building_entrance" (
    "id" UUID NOT NULL,
    "building_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_en" TEXT,
    "longitude" DOUBLE PRECISION,
    "latitude" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "building_entrance_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "building_grid_id_name_key" ON "building"("grid_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "building_entrance_building_id_name_key" ON "building_entrance"("building_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "building_entrance_id_building_id_key" ON "building_entrance"("id", "building_id");

-- CreateIndex
CREATE INDEX "ticket_building_id_idx" ON "ticket"("building_id");

-- AddForeignKey
ALTER TABLE "building" ADD CONSTRAINT "building_grid_id_fkey" FOREIGN KEY ("grid_id") REFERENCES "grid"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "building_entrance" ADD CONSTRAINT "building_entrance_building_id_fkey" FOREIGN KEY ("building_id") REFERENCES "building"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_building_id_fkey" FOREIGN KEY ("building_id") REFERENCES "building"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say: names that are none, positions in halves or off the Earth, a box without an outline.
ALTER TABLE "building"
  ADD CONSTRAINT "building_named" CHECK (btrim("name") <> '' AND btrim(coalesce("name_en", 'x')) <> ''),
  ADD CONSTRAINT "building_on_earth" CHECK (
    ("longitude" IS NULL) = ("latitude" IS NULL) AND "longitude" BETWEEN -180 AND 180 AND "latitude" BETWEEN -90 AND 90),
  ADD CONSTRAINT "building_box" CHECK (num_nonnulls("outline", "west", "south", "east", "north") IN (0, 5)),
  ADD CONSTRAINT "building_outline_has_middle" CHECK ("outline" IS NULL OR "longitude" IS NOT NULL);
ALTER TABLE "building_entrance"
  ADD CONSTRAINT "building_entrance_named" CHECK (btrim("name") <> '' AND btrim(coalesce("name_en", 'x')) <> ''),
  ADD CONSTRAINT "building_entrance_on_earth" CHECK (
    ("longitude" IS NULL) = ("latitude" IS NULL) AND "longitude" BETWEEN -180 AND 180 AND "latitude" BETWEEN -90 AND 90);

-- The entrance of a ticket is one of its building's; a distance is one to a building.
ALTER TABLE "ticket"
  ADD CONSTRAINT "ticket_entrance_of_building" FOREIGN KEY ("entrance_id", "building_id") REFERENCES "building_entrance" ("id", "building_id"),
  ADD CONSTRAINT "ticket_entrance_with_building" CHECK ("building_id" IS NOT NULL OR num_nonnulls("entrance_id", "building_metres") = 0),
  ADD CONSTRAINT "ticket_building_metres_not_negative" CHECK ("building_metres" >= 0);

-- The door somebody has reported from goes with their words.
CREATE OR REPLACE FUNCTION "erase_ticket_words"(resident uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE "ticket_event" SET "actor_id" = NULL, "detail" = "detail" - ARRAY['text', 'reason', 'comment', 'point']
    WHERE "actor_kind" = 'RESIDENT' AND "actor_id" = resident;
  DELETE FROM "ticket_share" WHERE "ticket_id" IN (SELECT "id" FROM "ticket" WHERE "reporter_id" = resident);
  -- Nobody is left to answer: the clocks run on, and the server reckons their deadlines at once.
  UPDATE "ticket" SET "waiting_since" = NULL, "next_alert_at" = now(), "clocks" = (
      SELECT coalesce(jsonb_agg(clock || jsonb_build_object('isPaused', false, 'since', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))), '[]')
      FROM jsonb_array_elements("clocks") clock)
    WHERE "reporter_id" = resident AND "waiting_since" IS NOT NULL;
  UPDATE "ticket" SET "reporter_id" = NULL, "description" = '', "address" = '', "rating_comment" = NULL,
      "building_id" = NULL, "entrance_id" = NULL, "building_metres" = NULL,
      "longitude" = round("longitude"::numeric, 3)::float8, "latitude" = round("latitude"::numeric, 3)::float8
    WHERE "reporter_id" = resident;
  DELETE FROM "ticket_follower" WHERE "resident_id" = resident;
END $$;
