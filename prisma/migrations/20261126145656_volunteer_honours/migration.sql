-- CreateEnum
CREATE TYPE "service_certificate_kind" AS ENUM ('SERVICE_PROOF', 'HONOUR');

-- AlterTable
ALTER TABLE "volunteer" ADD COLUMN     "is_named" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "attendance" ADD COLUMN     "evaluated_at" TIMESTAMPTZ(3),
ADD COLUMN     "evaluation" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "rating" SMALLINT;

-- CreateTable
CREATE TABLE "training_session" (
    "id" UUID NOT NULL,
    "course_id" UUID NOT NULL,
    "place" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "capacity" INTEGER NOT NULL,
    "joined" INTEGER NOT NULL DEFAULT 0,
    "cancelled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "training_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "training_signup" (
    "session_id" UUID NOT NULL,
    "volunteer_id" UUID NOT NULL,
    "signed_up_at" TIMESTAMPTZ(3) NOT NULL,
    "was_there" BOOLEAN,

    CONSTRAINT "training_signup_pkey" PRIMARY KEY ("session_id","volunteer_id")
);

-- CreateTable
CREATE TABLE "equipment" (
    "id" UUID NOT NULL,
    "volunteer_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "serial" TEXT NOT NULL DEFAULT '',
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "returned_at" TIMESTAMPTZ(3),

    CONSTRAINT "equipment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_certificate" (
    "id" UUID NOT NULL,
    "kind" "service_certificate_kind" NOT NULL,
    "volunteer_id" UUID NOT NULL,
    "check_code" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "content" JSONB NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "revoke_reason" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "service_certificate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "praise" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "volunteer_id" UUID,
    "text" TEXT NOT NULL,
    "author_kind" "actor_kind" NOT NULL,
    "author_id" UUID,
    "author_title" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "shown_at" TIMESTAMPTZ(3),
    "hidden_at" TIMESTAMPTZ(3),

    CONSTRAINT "praise_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "star_nomination" (
    "id" UUID NOT NULL,
    "month" TEXT NOT NULL,
    "volunteer_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "nominator_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "won_at" TIMESTAMPTZ(3),

    CONSTRAINT "star_nomination_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "star_vote" (
    "month" TEXT NOT NULL,
    "resident_id" UUID NOT NULL,
    "nomination_id" UUID NOT NULL,
    "cast_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "star_vote_pkey" PRIMARY KEY ("month","resident_id")
);

-- CreateIndex
CREATE INDEX "training_session_starts_at_id_idx" ON "training_session"("starts_at", "id");

-- CreateIndex
CREATE INDEX "training_session_course_id_idx" ON "training_session"("course_id");

-- CreateIndex
CREATE INDEX "training_signup_volunteer_id_idx" ON "training_signup"("volunteer_id");

-- CreateIndex
CREATE INDEX "equipment_volunteer_id_issued_at_idx" ON "equipment"("volunteer_id", "issued_at");

-- CreateIndex
CREATE UNIQUE INDEX "service_certificate_check_code_key" ON "service_certificate"("check_code");

-- CreateIndex
CREATE INDEX "service_certificate_volunteer_id_issued_at_idx" ON "service_certificate"("volunteer_id", "issued_at");

-- CreateIndex
CREATE INDEX "praise_team_id_created_at_idx" ON "praise"("team_id", "created_at");

-- CreateIndex
CREATE INDEX "praise_volunteer_id_idx" ON "praise"("volunteer_id");

-- CreateIndex
CREATE INDEX "praise_author_id_idx" ON "praise"("author_id");

-- CreateIndex
CREATE INDEX "star_nomination_volunteer_id_idx" ON "star_nomination"("volunteer_id");

-- CreateIndex
CREATE INDEX "star_nomination_nominator_id_idx" ON "star_nomination"("nominator_id");

-- CreateIndex
CREATE UNIQUE INDEX "star_nomination_month_volunteer_id_key" ON "star_nomination"("month", "volunteer_id");

-- CreateIndex
CREATE UNIQUE INDEX "star_nomination_month_id_key" ON "star_nomination"("month", "id");

-- CreateIndex
CREATE INDEX "star_vote_month_nomination_id_idx" ON "star_vote"("month", "nomination_id");

-- CreateIndex
CREATE INDEX "star_vote_resident_id_idx" ON "star_vote"("resident_id");

-- AddForeignKey
ALTER TABLE "training_session" ADD CONSTRAINT "training_session_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "training_course"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_signup" ADD CONSTRAINT "training_signup_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "training_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_signup" ADD CONSTRAINT "training_signup_volunteer_id_fkey" FOREIGN KEY ("volunteer_id") REFERENCES "volunteer"("resident_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "equipment" ADD CONSTRAINT "equipment_volunteer_id_fkey" FOREIGN KEY ("volunteer_id") REFERENCES "volunteer"("resident_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_certificate" ADD CONSTRAINT "service_certificate_volunteer_id_fkey" FOREIGN KEY ("volunteer_id") REFERENCES "volunteer"("resident_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "praise" ADD CONSTRAINT "praise_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "praise" ADD CONSTRAINT "praise_volunteer_id_fkey" FOREIGN KEY ("volunteer_id") REFERENCES "volunteer"("resident_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "star_nomination" ADD CONSTRAINT "star_nomination_volunteer_id_fkey" FOREIGN KEY ("volunteer_id") REFERENCES "volunteer"("resident_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "star_nomination" ADD CONSTRAINT "star_nomination_nominator_id_fkey" FOREIGN KEY ("nominator_id") REFERENCES "resident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "star_vote" ADD CONSTRAINT "star_vote_month_nomination_id_fkey" FOREIGN KEY ("month", "nomination_id") REFERENCES "star_nomination"("month", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "star_vote" ADD CONSTRAINT "star_vote_resident_id_fkey" FOREIGN KEY ("resident_id") REFERENCES "resident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say -------------------------------------------------------------------------

ALTER TABLE "attendance"
  ADD CONSTRAINT "attendance_rating" CHECK ("rating" BETWEEN 1 AND 5),
  ADD CONSTRAINT "attendance_evaluated" CHECK (("rating" IS NULL) = ("evaluated_at" IS NULL));

-- Nobody beyond the last place, as in shifts.
ALTER TABLE "training_session"
  ADD CONSTRAINT "training_session_time" CHECK ("ends_at" > "starts_at" AND "ends_at" <= "starts_at" + interval '16 hours'),
  ADD CONSTRAINT "training_session_joined" CHECK ("capacity" BETWEEN 1 AND 500 AND "joined" BETWEEN 0 AND "capacity");

ALTER TABLE "equipment"
  ADD CONSTRAINT "equipment_order" CHECK ("returned_at" >= "issued_at");
-- What has a number is with one person at a time.
CREATE UNIQUE INDEX "equipment_out" ON "equipment" ("name", "serial") WHERE "serial" <> '' AND "returned_at" IS NULL;

ALTER TABLE "praise"
  ADD CONSTRAINT "praise_text" CHECK (char_length("text") BETWEEN 2 AND 300);
CREATE INDEX "praise_on_the_wall" ON "praise" ("created_at", "id") WHERE "shown_at" IS NOT NULL AND "hidden_at" IS NULL;

-- A month has one star.
CREATE UNIQUE INDEX "star_nomination_winner" ON "star_nomination" ("month") WHERE "won_at" IS NOT NULL;
ALTER TABLE "star_nomination"
  ADD CONSTRAINT "star_nomination_month" CHECK ("month" ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$');
