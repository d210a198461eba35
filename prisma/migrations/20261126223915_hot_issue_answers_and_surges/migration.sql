-- CreateEnum
CREATE TYPE "duty_reason" AS ENUM ('RANK', 'VOTES');

-- CreateEnum
CREATE TYPE "hot_issue_step_kind" AS ENUM ('ANSWERED', 'PLANNED', 'PATROLLED', 'FOUND');

-- CreateEnum
CREATE TYPE "surge_status" AS ENUM ('OPEN', 'CONFIRMED', 'CLEARED');

-- AlterEnum
ALTER TYPE "notice_kind" ADD VALUE 'HOT_ISSUE_NEWS';

-- AlterTable
ALTER TABLE "hot_issue" ADD COLUMN     "is_frozen" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "vote" ADD COLUMN     "device" BIGINT;

-- CreateTable
CREATE TABLE "answer_duty" (
    "hot_issue_id" UUID NOT NULL,
    "reason" "duty_reason" NOT NULL,
    "rank" INTEGER NOT NULL,
    "votes" INTEGER NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "clocks" JSONB NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "next_alert_at" TIMESTAMPTZ(3),
    "escalation_level" INTEGER NOT NULL DEFAULT 0,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "answer_duty_pkey" PRIMARY KEY ("hot_issue_id")
);

-- CreateTable
CREATE TABLE "hot_issue_answer" (
    "id" UUID NOT NULL,
    "hot_issue_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "author_id" UUID NOT NULL,
    "signature" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "status" "hot_issue_status" NOT NULL,

    CONSTRAINT "hot_issue_answer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "hot_issue_step" (
    "id" UUID NOT NULL,
    "position" BIGSERIAL NOT NULL,
    "hot_issue_id" UUID NOT NULL,
    "kind" "hot_issue_step_kind" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "detail" JSONB NOT NULL,
    "told_until" UUID,
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "hot_issue_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "held_news" (
    "resident_id" UUID NOT NULL,
    "step_id" UUID NOT NULL,

    CONSTRAINT "held_news_pkey" PRIMARY KEY ("resident_id","step_id")
);

-- CreateTable
CREATE TABLE "hot_issue_follower" (
    "hot_issue_id" UUID NOT NULL,
    "resident_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "hot_issue_follower_pkey" PRIMARY KEY ("hot_issue_id","resident_id")
);

-- CreateTable
CREATE TABLE "hot_issue_owner" (
    "hot_issue_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "added_by_id" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "hot_issue_owner_pkey" PRIMARY KEY ("hot_issue_id","staff_id")
);

-- CreateTable
CREATE TABLE "hot_issue_ticket" (
    "hot_issue_id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "linked_by_id" UUID NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "hot_issue_ticket_pkey" PRIMARY KEY ("hot_issue_id","ticket_id")
);

-- CreateTable
CREATE TABLE "surge_flag" (
    "id" UUID NOT NULL,
    "hot_issue_id" UUID NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "raised_by_id" UUID,
    "raised_for" TEXT NOT NULL DEFAULT '',
    "score" DOUBLE PRECISION NOT NULL,
    "evidence" JSONB NOT NULL,
    "votes" INTEGER NOT NULL,
    "status" "surge_status" NOT NULL DEFAULT 'OPEN',
    "decided_at" TIMESTAMPTZ(3),
    "decided_by_id" UUID,
    "reason" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "surge_flag_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "hot_issue_answer_author_id_idx" ON "hot_issue_answer"("author_id");

-- CreateIndex
CREATE UNIQUE INDEX "hot_issue_answer_hot_issue_id_ordinal_key" ON "hot_issue_answer"("hot_issue_id", "ordinal");

-- CreateIndex
CREATE UNIQUE INDEX "hot_issue_step_position_key" ON "hot_issue_step"("position");

-- CreateIndex
CREATE INDEX "hot_issue_step_hot_issue_id_position_idx" ON "hot_issue_step"("hot_issue_id", "position");

-- CreateIndex
CREATE INDEX "held_news_step_id_idx" ON "held_news"("step_id");

-- CreateIndex
CREATE INDEX "hot_issue_follower_resident_id_idx" ON "hot_issue_follower"("resident_id");

-- CreateIndex
CREATE INDEX "hot_issue_owner_staff_id_idx" ON "hot_issue_owner"("staff_id");

-- CreateIndex
CREATE INDEX "hot_issue_owner_added_by_id_idx" ON "hot_issue_owner"("added_by_id");

-- CreateIndex
CREATE INDEX "hot_issue_ticket_ticket_id_idx" ON "hot_issue_ticket"("ticket_id");

-- CreateIndex
CREATE INDEX "hot_issue_ticket_linked_by_id_idx" ON "hot_issue_ticket"("linked_by_id");

-- CreateIndex
CREATE INDEX "surge_flag_hot_issue_id_raised_at_idx" ON "surge_flag"("hot_issue_id", "raised_at");

-- CreateIndex
CREATE INDEX "surge_flag_raised_by_id_idx" ON "surge_flag"("raised_by_id");

-- CreateIndex
CREATE INDEX "surge_flag_decided_by_id_idx" ON "surge_flag"("decided_by_id");

-- AddForeignKey
ALTER TABLE "answer_duty" ADD CONSTRAINT "answer_duty_hot_issue_id_fkey" FOREIGN KEY ("hot_issue_id") REFERENCES "hot_issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hot_issue_answer" ADD CONSTRAINT "hot_issue_answer_hot_issue_id_fkey" FOREIGN KEY ("hot_issue_id") REFERENCES "hot_issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hot_issue_answer" ADD CONSTRAINT "hot_issue_answer_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "staff_profile"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hot_issue_step" ADD CONSTRAINT "hot_issue_step_hot_issue_id_fkey" FOREIGN KEY ("hot_issue_id") REFERENCES "hot_issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "held_news" ADD CONSTRAINT "held_news_resident_id_fkey" FOREIGN KEY ("resident_id") REFERENCES "resident"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "held_news" ADD CONSTRAINT "held_news_step_id_fkey" FOREIGN KEY ("step_id") REFERENCES "hot_issue_step"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hot_issue_follower" ADD CONSTRAINT "hot_issue_follower_hot_issue_id_fkey" FOREIGN KEY ("hot_issue_id") REFERENCES "hot_issue"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hot_issue_follower" ADD CONSTRAINT "hot_issue_follower_resident_id_fkey" FOREIGN KEY ("resident_id") REFERENCES "resident"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hot_issue_owner" ADD CONSTRAINT "hot_issue_owner_hot_issue_id_fkey" FOREIGN KEY ("hot_issue_id") REFERENCES "hot_issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hot_issue_owner" ADD CONSTRAINT "hot_issue_owner_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff_profile"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hot_issue_owner" ADD CONSTRAINT "hot_issue_owner_added_by_id_fkey" FOREIGN KEY ("added_by_id") REFERENCES "staff_profile"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hot_issue_ticket" ADD CONSTRAINT "hot_issue_ticket_hot_issue_id_fkey" FOREIGN KEY ("hot_issue_id") REFERENCES "hot_issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hot_issue_ticket" ADD CONSTRAINT "hot_issue_ticket_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "hot_issue_ticket" ADD CONSTRAINT "hot_issue_ticket_linked_by_id_fkey" FOREIGN KEY ("linked_by_id") REFERENCES "staff_profile"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "surge_flag" ADD CONSTRAINT "surge_flag_hot_issue_id_fkey" FOREIGN KEY ("hot_issue_id") REFERENCES "hot_issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "surge_flag" ADD CONSTRAINT "surge_flag_raised_by_id_fkey" FOREIGN KEY ("raised_by_id") REFERENCES "staff_profile"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "surge_flag" ADD CONSTRAINT "surge_flag_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "staff_profile"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What Prisma cannot say -------------------------------------------------------------------------

ALTER TABLE "hot_issue_answer" ADD CONSTRAINT "hot_issue_answer_ordinal" CHECK ("ordinal" >= 1);
ALTER TABLE "surge_flag"
  ADD CONSTRAINT "surge_flag_decided" CHECK (("status" = 'OPEN') = ("decided_at" IS NULL)),
  ADD CONSTRAINT "surge_flag_not_ones_own" CHECK ("decided_by_id" IS NULL OR "raised_by_id" IS NULL OR "decided_by_id" <> "raised_by_id");
-- One question at a time.
CREATE UNIQUE INDEX "surge_flag_open" ON "surge_flag" ("hot_issue_id") WHERE "status" = 'OPEN';
CREATE INDEX "answer_duty_next_alert" ON "answer_duty" ("next_alert_at") WHERE "next_alert_at" IS NOT NULL;
CREATE INDEX "hot_issue_step_untold" ON "hot_issue_step" ("position") WHERE "told_at" IS NULL;
-- What the clock of the guard forgets: devices.
CREATE INDEX "vote_with_device" ON "vote" ("cast_at") WHERE "device" IS NOT NULL;
