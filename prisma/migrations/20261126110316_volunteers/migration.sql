-- CreateEnum
CREATE TYPE "volunteer_status" AS ENUM ('PENDING', 'ACTIVE', 'REFUSED', 'LEFT');

-- CreateEnum
CREATE TYPE "volunteer_skill" AS ENUM ('FIRST_AID', 'DRIVING', 'LAW', 'TEACHING', 'MEDIATION', 'COMPUTERS', 'PHOTOGRAPHY', 'LANGUAGES');

-- CreateEnum
CREATE TYPE "time_of_week" AS ENUM ('WEEKDAY_MORNING', 'WEEKDAY_AFTERNOON', 'WEEKDAY_EVENING', 'WEEKEND_MORNING', 'WEEKEND_AFTERNOON', 'WEEKEND_EVENING');

-- CreateEnum
CREATE TYPE "team_kind" AS ENUM ('PATROL', 'PUBLICITY', 'MEDIATION', 'YOUTH_LAW', 'ENTERPRISE_SAFETY');

-- CreateEnum
CREATE TYPE "signup_status" AS ENUM ('JOINED', 'WAITING', 'LEFT');

-- CreateEnum
CREATE TYPE "check_in_method" AS ENUM ('POST_CODE', 'CAPTAIN_CODE', 'POSITION', 'RULE');

-- CreateTable
CREATE TABLE "volunteer" (
    "resident_id" UUID NOT NULL,
    "status" "volunteer_status" NOT NULL DEFAULT 'PENDING',
    "skills" "volunteer_skill"[],
    "times" "time_of_week"[],
    "health_note" BYTEA,
    "contact_name" TEXT NOT NULL DEFAULT '',
    "contact_phone" TEXT NOT NULL DEFAULT '',
    "applied_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reviewed_by_id" UUID,
    "reviewed_at" TIMESTAMPTZ(3),
    "reason" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "volunteer_pkey" PRIMARY KEY ("resident_id")
);

-- CreateTable
CREATE TABLE "team" (
    "id" UUID NOT NULL,
    "kind" "team_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "captain_id" UUID,
    "course_id" UUID,
    "needs_insurance" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team_member" (
    "team_id" UUID NOT NULL,
    "volunteer_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_member_pkey" PRIMARY KEY ("team_id","volunteer_id")
);

-- CreateTable
CREATE TABLE "training_course" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "valid_months" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "training_course_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "training_certificate" (
    "id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "volunteer_id" UUID NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "issued_by_id" UUID,

    CONSTRAINT "training_certificate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "insurance" (
    "id" UUID NOT NULL,
    "volunteer_id" UUID NOT NULL,
    "insurer" TEXT NOT NULL,
    "policy_number" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "insurance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "duty_post" (
    "id" UUID NOT NULL,
    "grid_id" UUID,
    "name" TEXT NOT NULL,
    "longitude" DOUBLE PRECISION NOT NULL,
    "latitude" DOUBLE PRECISION NOT NULL,
    "radius_metres" INTEGER NOT NULL DEFAULT 150,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "duty_post_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "points_rule" (
    "id" UUID NOT NULL,
    "kind" "team_kind" NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "points_per_hour" INTEGER NOT NULL,
    "night_per_hour" INTEGER NOT NULL DEFAULT 0,
    "least_minutes" INTEGER NOT NULL DEFAULT 15,
    "reason" TEXT NOT NULL DEFAULT '',
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "points_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shift_series" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "post_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "skills" "volunteer_skill"[],
    "capacity" INTEGER NOT NULL,
    "rule" TEXT NOT NULL,
    "first_starts_at" TIMESTAMPTZ(3) NOT NULL,
    "minutes" INTEGER NOT NULL,
    "skips_holidays" BOOLEAN NOT NULL DEFAULT false,
    "made_until" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shift_series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shift" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "post_id" UUID NOT NULL,
    "series_id" UUID,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "skills" "volunteer_skill"[],
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "capacity" INTEGER NOT NULL,
    "joined" INTEGER NOT NULL DEFAULT 0,
    "cancelled_at" TIMESTAMPTZ(3),
    "cancel_reason" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shift_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shift_signup" (
    "id" UUID NOT NULL,
    "shift_id" UUID NOT NULL,
    "volunteer_id" UUID NOT NULL,
    "status" "signup_status" NOT NULL,
    "position" BIGSERIAL NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "signed_up_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "promoted_at" TIMESTAMPTZ(3),
    "left_at" TIMESTAMPTZ(3),
    "is_short_notice" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "shift_signup_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attendance" (
    "signup_id" UUID NOT NULL,
    "in_at" TIMESTAMPTZ(3) NOT NULL,
    "in_method" "check_in_method" NOT NULL,
    "in_code" TEXT NOT NULL DEFAULT '',
    "in_distance" INTEGER,
    "in_received_at" TIMESTAMPTZ(3) NOT NULL,
    "out_at" TIMESTAMPTZ(3),
    "out_method" "check_in_method",
    "out_distance" INTEGER,
    "out_received_at" TIMESTAMPTZ(3),
    "minutes" INTEGER,
    "night_minutes" INTEGER,
    "points" INTEGER,
    "rule_id" UUID,

    CONSTRAINT "attendance_pkey" PRIMARY KEY ("signup_id")
);

-- CreateIndex
CREATE INDEX "volunteer_status_applied_at_idx" ON "volunteer"("status", "applied_at");

-- CreateIndex
CREATE INDEX "volunteer_reviewed_by_id_idx" ON "volunteer"("reviewed_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "team_name_key" ON "team"("name");

-- CreateIndex
CREATE INDEX "team_captain_id_idx" ON "team"("captain_id");

-- CreateIndex
CREATE INDEX "team_course_id_idx" ON "team"("course_id");

-- CreateIndex
CREATE INDEX "team_member_volunteer_id_idx" ON "team_member"("volunteer_id");

-- CreateIndex
CREATE UNIQUE INDEX "training_course_name_key" ON "training_course"("name");

-- CreateIndex
CREATE INDEX "training_certificate_volunteer_id_course_id_idx" ON "training_certificate"("volunteer_id", "course_id");

-- CreateIndex
CREATE INDEX "training_certificate_course_id_idx" ON "training_certificate"("course_id");

-- CreateIndex
CREATE INDEX "training_certificate_issued_by_id_idx" ON "training_certificate"("issued_by_id");

-- CreateIndex
CREATE INDEX "insurance_volunteer_id_ends_at_idx" ON "insurance"("volunteer_id", "ends_at");

-- CreateIndex
CREATE UNIQUE INDEX "duty_post_name_key" ON "duty_post"("name");

-- CreateIndex
CREATE INDEX "duty_post_grid_id_idx" ON "duty_post"("grid_id");

-- CreateIndex
CREATE UNIQUE INDEX "points_rule_kind_valid_from_key" ON "points_rule"("kind", "valid_from");

-- CreateIndex
CREATE INDEX "shift_series_team_id_idx" ON "shift_series"("team_id");

-- CreateIndex
CREATE INDEX "shift_series_post_id_idx" ON "shift_series"("post_id");

-- CreateIndex
CREATE INDEX "shift_starts_at_id_idx" ON "shift"("starts_at", "id");

-- CreateIndex
CREATE INDEX "shift_team_id_starts_at_idx" ON "shift"("team_id", "starts_at");

-- CreateIndex
CREATE INDEX "shift_post_id_idx" ON "shift"("post_id");

-- CreateIndex
CREATE UNIQUE INDEX "shift_series_id_starts_at_key" ON "shift"("series_id", "starts_at");

-- CreateIndex
CREATE INDEX "shift_signup_volunteer_id_starts_at_idx" ON "shift_signup"("volunteer_id", "starts_at");

-- CreateIndex
CREATE UNIQUE INDEX "shift_signup_shift_id_volunteer_id_key" ON "shift_signup"("shift_id", "volunteer_id");

-- CreateIndex
CREATE INDEX "attendance_rule_id_idx" ON "attendance"("rule_id");

-- AddForeignKey
ALTER TABLE "volunteer" ADD CONSTRAINT "volunteer_resident_id_fkey" FOREIGN KEY ("resident_id") REFERENCES "resident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "volunteer" ADD CONSTRAINT "volunteer_reviewed_by_id_fkey" FOREIGN KEY ("reviewed_by_id") REFERENCES "staff_profile"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team" ADD CONSTRAINT "team_captain_id_fkey" FOREIGN KEY ("captain_id") REFERENCES "volunteer"("resident_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team" ADD CONSTRAINT "team_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "training_course"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_volunteer_id_fkey" FOREIGN KEY ("volunteer_id") REFERENCES "volunteer"("resident_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_certificate" ADD CONSTRAINT "training_certificate_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "training_course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_certificate" ADD CONSTRAINT "training_certificate_volunteer_id_fkey" FOREIGN KEY ("volunteer_id") REFERENCES "volunteer"("resident_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_certificate" ADD CONSTRAINT "training_certificate_issued_by_id_fkey" FOREIGN KEY ("issued_by_id") REFERENCES "staff_profile"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "insurance" ADD CONSTRAINT "insurance_volunteer_id_fkey" FOREIGN KEY ("volunteer_id") REFERENCES "volunteer"("resident_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "duty_post" ADD CONSTRAINT "duty_post_grid_id_fkey" FOREIGN KEY ("grid_id") REFERENCES "grid"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift_series" ADD CONSTRAINT "shift_series_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift_series" ADD CONSTRAINT "shift_series_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "duty_post"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift" ADD CONSTRAINT "shift_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift" ADD CONSTRAINT "shift_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "duty_post"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift" ADD CONSTRAINT "shift_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "shift_series"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift_signup" ADD CONSTRAINT "shift_signup_shift_id_fkey" FOREIGN KEY ("shift_id") REFERENCES "shift"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift_signup" ADD CONSTRAINT "shift_signup_volunteer_id_fkey" FOREIGN KEY ("volunteer_id") REFERENCES "volunteer"("resident_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_signup_id_fkey" FOREIGN KEY ("signup_id") REFERENCES "shift_signup"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "points_rule"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What Prisma cannot say -------------------------------------------------------------------------

ALTER TABLE "volunteer"
  ADD CONSTRAINT "volunteer_reviewed" CHECK ("status" NOT IN ('ACTIVE', 'REFUSED') OR "reviewed_at" IS NOT NULL);

ALTER TABLE "team"
  ADD CONSTRAINT "team_name_length" CHECK (char_length("name") BETWEEN 2 AND 40);

ALTER TABLE "insurance"
  ADD CONSTRAINT "insurance_time" CHECK ("starts_at" < "ends_at");

ALTER TABLE "duty_post"
  ADD CONSTRAINT "duty_post_radius" CHECK ("radius_metres" BETWEEN 20 AND 2000);

ALTER TABLE "points_rule"
  ADD CONSTRAINT "points_rule_points" CHECK ("points_per_hour" BETWEEN 0 AND 1000 AND "night_per_hour" BETWEEN 0 AND 1000),
  ADD CONSTRAINT "points_rule_least" CHECK ("least_minutes" BETWEEN 0 AND 600);

ALTER TABLE "shift_series"
  ADD CONSTRAINT "shift_series_minutes" CHECK ("minutes" BETWEEN 15 AND 960),
  ADD CONSTRAINT "shift_series_capacity" CHECK ("capacity" BETWEEN 1 AND 500);
CREATE INDEX "shift_series_unfinished" ON "shift_series" ("made_until") WHERE "ended_at" IS NULL;

-- Nobody is counted twice, and nobody beyond the last place.
ALTER TABLE "shift"
  ADD CONSTRAINT "shift_time" CHECK ("ends_at" > "starts_at" AND "ends_at" <= "starts_at" + interval '16 hours'),
  ADD CONSTRAINT "shift_capacity" CHECK ("capacity" BETWEEN 1 AND 500),
  ADD CONSTRAINT "shift_joined" CHECK ("joined" BETWEEN 0 AND "capacity");

-- One person cannot be in two places: not even on their wait-lists, or a promotion would have to choose.
ALTER TABLE "shift_signup"
  ADD CONSTRAINT "shift_signup_left" CHECK (("status" = 'LEFT') = ("left_at" IS NOT NULL)),
  ADD CONSTRAINT "shift_signup_no_overlap" EXCLUDE USING gist (
    "volunteer_id" WITH =, tstzrange("starts_at", "ends_at") WITH &&) WHERE ("status" <> 'LEFT');
CREATE INDEX "shift_signup_in_order" ON "shift_signup" ("shift_id", "position") WHERE "status" <> 'LEFT';

ALTER TABLE "attendance"
  ADD CONSTRAINT "attendance_order" CHECK ("out_at" >= "in_at"),
  ADD CONSTRAINT "attendance_closed" CHECK (
    ("out_at" IS NULL) = ("out_method" IS NULL) AND ("out_at" IS NULL) = ("minutes" IS NULL) AND ("out_at" IS NULL) = ("points" IS NULL)),
  ADD CONSTRAINT "attendance_minutes" CHECK ("minutes" >= 0 AND "night_minutes" BETWEEN 0 AND "minutes" AND "points" >= 0);
CREATE INDEX "attendance_open" ON "attendance" ("in_at") WHERE "out_at" IS NULL;
