-- CreateEnum
CREATE TYPE "notice_kind" AS ENUM ('SHIFT_REMINDER', 'SHIFT_PROMOTED', 'SHIFT_CANCELLED', 'SHIFT_LEFT_LATE', 'SHIFT_INVITED', 'SWAP_ASKED', 'SWAP_ACCEPTED', 'SWAP_DECLINED', 'INSURANCE_LAPSES', 'TRAINING_LAPSES', 'VOLUNTEER_REVIEWED');

-- CreateEnum
CREATE TYPE "swap_status" AS ENUM ('ASKED', 'ACCEPTED', 'DECLINED', 'WITHDRAWN');

-- CreateTable
CREATE TABLE "notice" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "kind" "notice_kind" NOT NULL,
    "subject_id" UUID NOT NULL,
    "occasion" TEXT NOT NULL DEFAULT '',
    "detail" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3),
    "pushed_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shift_swap" (
    "id" UUID NOT NULL,
    "shift_id" UUID NOT NULL,
    "asker_id" UUID NOT NULL,
    "other_shift_id" UUID,
    "other_id" UUID NOT NULL,
    "status" "swap_status" NOT NULL DEFAULT 'ASKED',
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "shift_swap_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shift_invitation" (
    "shift_id" UUID NOT NULL,
    "volunteer_id" UUID NOT NULL,
    "invited_at" TIMESTAMPTZ(3) NOT NULL,
    "declined_at" TIMESTAMPTZ(3),

    CONSTRAINT "shift_invitation_pkey" PRIMARY KEY ("shift_id","volunteer_id")
);

-- CreateIndex
CREATE INDEX "notice_user_id_at_idx" ON "notice"("user_id", "at");

-- CreateIndex
CREATE INDEX "notice_at_idx" ON "notice"("at");

-- CreateIndex
CREATE UNIQUE INDEX "notice_user_id_kind_subject_id_occasion_key" ON "notice"("user_id", "kind", "subject_id", "occasion");

-- CreateIndex
CREATE INDEX "shift_swap_shift_id_asker_id_idx" ON "shift_swap"("shift_id", "asker_id");

-- CreateIndex
CREATE INDEX "shift_swap_other_shift_id_idx" ON "shift_swap"("other_shift_id");

-- CreateIndex
CREATE INDEX "shift_swap_asker_id_idx" ON "shift_swap"("asker_id");

-- CreateIndex
CREATE INDEX "shift_swap_other_id_idx" ON "shift_swap"("other_id");

-- CreateIndex
CREATE INDEX "shift_invitation_volunteer_id_idx" ON "shift_invitation"("volunteer_id");

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "auth_user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift_swap" ADD CONSTRAINT "shift_swap_shift_id_fkey" FOREIGN KEY ("shift_id") REFERENCES "shift"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift_swap" ADD CONSTRAINT "shift_swap_asker_id_fkey" FOREIGN KEY ("asker_id") REFERENCES "volunteer"("resident_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift_swap" ADD CONSTRAINT "shift_swap_other_shift_id_fkey" FOREIGN KEY ("other_shift_id") REFERENCES "shift"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift_swap" ADD CONSTRAINT "shift_swap_other_id_fkey" FOREIGN KEY ("other_id") REFERENCES "volunteer"("resident_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift_invitation" ADD CONSTRAINT "shift_invitation_shift_id_fkey" FOREIGN KEY ("shift_id") REFERENCES "shift"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift_invitation" ADD CONSTRAINT "shift_invitation_volunteer_id_fkey" FOREIGN KEY ("volunteer_id") REFERENCES "volunteer"("resident_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say -------------------------------------------------------------------------

-- For the job that wakes browsers.
CREATE INDEX "notice_unpushed" ON "notice" ("at") WHERE "pushed_at" IS NULL;
CREATE INDEX "notice_unseen" ON "notice" ("user_id") WHERE "seen_at" IS NULL;

-- One question at a time between the same two about the same place.
CREATE UNIQUE INDEX "shift_swap_open" ON "shift_swap" ("shift_id", "asker_id", "other_id") WHERE "status" = 'ASKED';
ALTER TABLE "shift_swap"
  ADD CONSTRAINT "shift_swap_two" CHECK ("asker_id" <> "other_id"),
  ADD CONSTRAINT "shift_swap_shifts" CHECK ("other_shift_id" <> "shift_id"),
  ADD CONSTRAINT "shift_swap_answered" CHECK (("status" = 'ASKED') = ("answered_at" IS NULL));
