-- The first tables: station, grids, people, the hot list. Made by `npm run migration`, completed by hand below.

-- CreateEnum
CREATE TYPE "staff_role" AS ENUM ('GRID_WORKER', 'OFFICER', 'PROPERTY', 'LEGAL_ADVISER', 'DISPATCHER', 'COMMANDER', 'ADMIN');

-- CreateEnum
CREATE TYPE "real_name_status" AS ENUM ('UNVERIFIED', 'PENDING', 'VERIFIED');

-- CreateEnum
CREATE TYPE "priority" AS ENUM ('P1', 'P2', 'P3', 'P4');

-- CreateEnum
CREATE TYPE "hot_issue_status" AS ENUM ('OPEN', 'PATROLLING', 'FIXING', 'SOLVED', 'DECLINED');

-- CreateTable
CREATE TABLE "station" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "half_life_hours" DOUBLE PRECISION NOT NULL DEFAULT 48,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "station_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "community" (
    "id" UUID NOT NULL,
    "station_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "community_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grid" (
    "id" UUID NOT NULL,
    "community_id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "boundary" JSONB,
    "west" DOUBLE PRECISION,
    "south" DOUBLE PRECISION,
    "east" DOUBLE PRECISION,
    "north" DOUBLE PRECISION,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "grid_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grid_neighbour" (
    "grid_id" UUID NOT NULL,
    "neighbour_id" UUID NOT NULL,

    CONSTRAINT "grid_neighbour_pkey" PRIMARY KEY ("grid_id","neighbour_id")
);

-- CreateTable
CREATE TABLE "staff_profile" (
    "id" UUID NOT NULL,
    "role" "staff_role" NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "phone" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "staff_profile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "duty" (
    "id" UUID NOT NULL,
    "grid_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "is_responsible" BOOLEAN NOT NULL DEFAULT false,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),

    CONSTRAINT "duty_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "household" (
    "id" UUID NOT NULL,
    "grid_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "household_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resident" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "phone" TEXT,
    "real_name_status" "real_name_status" NOT NULL DEFAULT 'UNVERIFIED',
    "home_grid_id" UUID,
    "household_id" UUID,
    "is_volunteer" BOOLEAN NOT NULL DEFAULT false,
    "source" TEXT,
    "source_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "resident_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "resident_id" UUID,
    "staff_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "category" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "default_priority" "priority" NOT NULL,
    "sort_order" INTEGER NOT NULL,

    CONSTRAINT "category_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hot_issue" (
    "id" UUID NOT NULL,
    "station_id" UUID NOT NULL,
    "community_id" UUID,
    "grid_id" UUID,
    "category_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "longitude" DOUBLE PRECISION,
    "latitude" DOUBLE PRECISION,
    "status" "hot_issue_status" NOT NULL DEFAULT 'OPEN',
    "closed_at" TIMESTAMPTZ(3),
    "closed_by_id" UUID,
    "closed_reason" TEXT,
    "created_by_id" UUID,
    "source" TEXT,
    "source_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "vote_count" INTEGER NOT NULL DEFAULT 0,
    "heat" DOUBLE PRECISION NOT NULL DEFAULT '-Infinity'::double precision,
    "heat_order" DOUBLE PRECISION,

    CONSTRAINT "hot_issue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vote" (
    "hot_issue_id" UUID NOT NULL,
    "resident_id" UUID NOT NULL,
    "cast_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "vote_pkey" PRIMARY KEY ("resident_id","hot_issue_id")
);

-- CreateTable
CREATE TABLE "import_record" (
    "source" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "import_record_pkey" PRIMARY KEY ("source","source_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "station_code_key" ON "station"("code");

-- CreateIndex
CREATE UNIQUE INDEX "community_station_id_name_key" ON "community"("station_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "community_id_station_id_key" ON "community"("id", "station_id");

-- CreateIndex
CREATE UNIQUE INDEX "grid_code_key" ON "grid"("code");

-- CreateIndex
CREATE INDEX "grid_community_id_idx" ON "grid"("community_id");

-- CreateIndex
CREATE UNIQUE INDEX "grid_id_community_id_key" ON "grid"("id", "community_id");

-- CreateIndex
CREATE INDEX "grid_neighbour_neighbour_id_idx" ON "grid_neighbour"("neighbour_id");

-- CreateIndex
CREATE UNIQUE INDEX "staff_profile_phone_key" ON "staff_profile"("phone");

-- CreateIndex
CREATE INDEX "duty_grid_id_starts_at_idx" ON "duty"("grid_id", "starts_at");

-- CreateIndex
CREATE INDEX "duty_staff_id_starts_at_idx" ON "duty"("staff_id", "starts_at");

-- CreateIndex
CREATE UNIQUE INDEX "household_grid_id_address_key" ON "household"("grid_id", "address");

-- CreateIndex
CREATE UNIQUE INDEX "resident_phone_key" ON "resident"("phone");

-- CreateIndex
CREATE INDEX "resident_home_grid_id_idx" ON "resident"("home_grid_id");

-- CreateIndex
CREATE INDEX "resident_household_id_idx" ON "resident"("household_id");

-- CreateIndex
CREATE UNIQUE INDEX "resident_source_source_id_key" ON "resident"("source", "source_id");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_hash_key" ON "session"("token_hash");

-- CreateIndex
CREATE INDEX "session_resident_id_idx" ON "session"("resident_id");

-- CreateIndex
CREATE INDEX "session_staff_id_idx" ON "session"("staff_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "category_code_key" ON "category"("code");

-- CreateIndex
CREATE INDEX "hot_issue_community_id_idx" ON "hot_issue"("community_id");

-- CreateIndex
CREATE INDEX "hot_issue_grid_id_idx" ON "hot_issue"("grid_id");

-- CreateIndex
CREATE INDEX "hot_issue_category_id_idx" ON "hot_issue"("category_id");

-- CreateIndex
CREATE INDEX "hot_issue_created_by_id_idx" ON "hot_issue"("created_by_id");

-- CreateIndex
CREATE INDEX "hot_issue_closed_by_id_idx" ON "hot_issue"("closed_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "hot_issue_source_source_id_key" ON "hot_issue"("source", "source_id");

-- CreateIndex
CREATE INDEX "vote_hot_issue_id_cast_at_idx" ON "vote"("hot_issue_id", "cast_at");

-- AddForeignKey
ALTER TABLE "community" ADD CONSTRAINT "community_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grid" ADD CONSTRAINT "grid_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "community"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grid_neighbour" ADD CONSTRAINT "grid_neighbour_grid_id_fkey" FOREIGN KEY ("grid_id") REFERENCES "grid"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grid_neighbour" ADD CONSTRAINT "grid_neighbour_neighbour_id_fkey" FOREIGN KEY ("neighbour_id") REFERENCES "grid"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "duty" ADD CONSTRAINT "duty_grid_id_fkey" FOREIGN KEY ("grid_id") REFERENCES "grid"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "duty" ADD CONSTRAINT "duty_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff_profile"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "household" ADD CONSTRAINT "household_grid_id_fkey" FOREIGN KEY ("grid_id") REFERENCES "grid"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resident" ADD CONSTRAINT "resident_home_grid_id_fkey" FOREIGN KEY ("home_grid_id") REFERENCES "grid"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resident" ADD CONSTRAINT "resident_household_id_fkey" FOREIGN KEY ("household_id") REFERENCES "household"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_resident_id_fkey" FOREIGN KEY ("resident_id") REFERENCES "resident"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff_profile"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hot_issue" ADD CONSTRAINT "hot_issue_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hot_issue" ADD CONSTRAINT "hot_issue_community_id_fkey" FOREIGN KEY ("community_id") REFERENCES "community"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hot_issue" ADD CONSTRAINT "hot_issue_grid_id_fkey" FOREIGN KEY ("grid_id") REFERENCES "grid"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hot_issue" ADD CONSTRAINT "hot_issue_category_id_fkey" FOREIGN KEY ("category_id") REFERENCES "category"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hot_issue" ADD CONSTRAINT "hot_issue_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "resident"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hot_issue" ADD CONSTRAINT "hot_issue_closed_by_id_fkey" FOREIGN KEY ("closed_by_id") REFERENCES "staff_profile"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vote" ADD CONSTRAINT "vote_hot_issue_id_fkey" FOREIGN KEY ("hot_issue_id") REFERENCES "hot_issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vote" ADD CONSTRAINT "vote_resident_id_fkey" FOREIGN KEY ("resident_id") REFERENCES "resident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say -------------------------------------------------------------------------

-- heat to nine decimals: equal histories tie whatever order their votes were added in.
ALTER TABLE "hot_issue" DROP COLUMN "heat_order";
ALTER TABLE "hot_issue" ADD COLUMN "heat_order" DOUBLE PRECISION GENERATED ALWAYS AS (round("heat" * 1e9)) STORED;

-- Counters are updated in place by every batch of votes: free space on the page keeps the update local (HOT).
ALTER TABLE "hot_issue" SET (fillfactor = 50);

-- At any time a grid has at most one responsible officer.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE "duty"
  ADD CONSTRAINT "duty_ends_after_it_starts" CHECK ("ends_at" > "starts_at"),
  ADD CONSTRAINT "duty_one_responsible_officer" EXCLUDE USING gist (
    "grid_id" WITH =,
    tstzrange("starts_at", "ends_at") WITH &&
  ) WHERE ("is_responsible");

-- Only an officer can be the responsible one.
CREATE FUNCTION duty_responsible_is_officer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.is_responsible AND (SELECT role FROM staff_profile WHERE id = NEW.staff_id) <> 'OFFICER' THEN
    RAISE EXCEPTION 'duty %: only an officer can be responsible for a grid', NEW.id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "duty_responsible_is_officer" BEFORE INSERT OR UPDATE ON "duty"
  FOR EACH ROW EXECUTE FUNCTION duty_responsible_is_officer();

-- An issue's grid lies in its community, its community in its station.
ALTER TABLE "hot_issue"
  ADD CONSTRAINT "hot_issue_grid_in_community" FOREIGN KEY ("grid_id", "community_id") REFERENCES "grid" ("id", "community_id"),
  ADD CONSTRAINT "hot_issue_community_in_station" FOREIGN KEY ("community_id", "station_id") REFERENCES "community" ("id", "station_id"),
  ADD CONSTRAINT "hot_issue_grid_needs_community" CHECK ("grid_id" IS NULL OR "community_id" IS NOT NULL),
  ADD CONSTRAINT "hot_issue_title_length" CHECK (char_length("title") BETWEEN 1 AND 200),
  ADD CONSTRAINT "hot_issue_description_length" CHECK (char_length("description") <= 4000),
  ADD CONSTRAINT "hot_issue_vote_count_not_negative" CHECK ("vote_count" >= 0),
  ADD CONSTRAINT "hot_issue_heat_is_a_number" CHECK ("heat" < 'Infinity'),
  ADD CONSTRAINT "hot_issue_no_votes_no_heat" CHECK (("vote_count" = 0) = ("heat" = '-Infinity')),
  ADD CONSTRAINT "hot_issue_point" CHECK (
    ("longitude" IS NULL) = ("latitude" IS NULL) AND "longitude" BETWEEN -180 AND 180 AND "latitude" BETWEEN -90 AND 90
  ),
  ADD CONSTRAINT "hot_issue_closed_with_reason" CHECK (
    ("status" IN ('SOLVED', 'DECLINED')) = ("closed_at" IS NOT NULL)
    AND ("closed_at" IS NULL) = ("closed_reason" IS NULL)
  );

ALTER TABLE "station"
  ADD CONSTRAINT "station_half_life_positive" CHECK ("half_life_hours" > 0);

ALTER TABLE "grid"
  ADD CONSTRAINT "grid_box_with_boundary" CHECK (
    ("boundary" IS NULL) = ("west" IS NULL) AND ("boundary" IS NULL) = ("south" IS NULL)
    AND ("boundary" IS NULL) = ("east" IS NULL) AND ("boundary" IS NULL) = ("north" IS NULL)
  ),
  ADD CONSTRAINT "grid_box_in_order" CHECK ("west" <= "east" AND "south" <= "north");

ALTER TABLE "grid_neighbour"
  ADD CONSTRAINT "grid_neighbour_is_another" CHECK ("grid_id" <> "neighbour_id");

ALTER TABLE "session"
  ADD CONSTRAINT "session_of_one_person" CHECK (num_nonnulls("resident_id", "staff_id") = 1);
