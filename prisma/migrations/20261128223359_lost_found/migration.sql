-- CreateEnum
CREATE TYPE "lost_found_kind" AS ENUM ('LOST', 'FOUND');

-- CreateEnum
CREATE TYPE "lost_found_category" AS ENUM ('PHONE', 'WALLET', 'KEYS', 'DOCUMENT', 'BAG', 'CLOTHES', 'GLASSES', 'BICYCLE', 'PET', 'OTHER');

-- CreateEnum
CREATE TYPE "lost_found_status" AS ENUM ('OPEN', 'CLAIMED', 'RETURNED', 'WITHDRAWN', 'EXPIRED');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "notice_kind" ADD VALUE 'LOST_FOUND_MATCH';
ALTER TYPE "notice_kind" ADD VALUE 'LOST_FOUND_CLAIMED';
ALTER TYPE "notice_kind" ADD VALUE 'LOST_FOUND_READY';
ALTER TYPE "notice_kind" ADD VALUE 'LOST_FOUND_RETURNED';

-- CreateTable
CREATE TABLE "lost_found_item" (
    "id" UUID NOT NULL,
    "kind" "lost_found_kind" NOT NULL,
    "category" "lost_found_category" NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "grid_id" UUID,
    "place" TEXT NOT NULL,
    "longitude" DOUBLE PRECISION,
    "latitude" DOUBLE PRECISION,
    "happened_at" TIMESTAMPTZ(3) NOT NULL,
    "posted_at" TIMESTAMPTZ(3) NOT NULL,
    "resident_id" UUID,
    "staff_id" UUID,
    "photo_file_name" TEXT,
    "question" TEXT,
    "answers" TEXT[],
    "status" "lost_found_status" NOT NULL DEFAULT 'OPEN',
    "kept_at" TIMESTAMPTZ(3),
    "kept_place" TEXT NOT NULL DEFAULT '',
    "ended_at" TIMESTAMPTZ(3),
    "handed_out_by_id" UUID,

    CONSTRAINT "lost_found_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lost_found_claim" (
    "id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "resident_id" UUID NOT NULL,
    "wrong_tries" INTEGER NOT NULL DEFAULT 0,
    "accepted_at" TIMESTAMPTZ(3),
    "code" TEXT,

    CONSTRAINT "lost_found_claim_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "lost_found_item_photo_file_name_key" ON "lost_found_item"("photo_file_name");

-- CreateIndex
CREATE INDEX "lost_found_item_posted_at_id_idx" ON "lost_found_item"("posted_at", "id");

-- CreateIndex
CREATE INDEX "lost_found_item_category_happened_at_idx" ON "lost_found_item"("category", "happened_at");

-- CreateIndex
CREATE INDEX "lost_found_item_resident_id_idx" ON "lost_found_item"("resident_id");

-- CreateIndex
CREATE UNIQUE INDEX "lost_found_claim_code_key" ON "lost_found_claim"("code");

-- CreateIndex
CREATE INDEX "lost_found_claim_resident_id_idx" ON "lost_found_claim"("resident_id");

-- CreateIndex
CREATE UNIQUE INDEX "lost_found_claim_item_id_resident_id_key" ON "lost_found_claim"("item_id", "resident_id");

-- AddForeignKey
ALTER TABLE "lost_found_item" ADD CONSTRAINT "lost_found_item_grid_id_fkey" FOREIGN KEY ("grid_id") REFERENCES "grid"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lost_found_item" ADD CONSTRAINT "lost_found_item_resident_id_fkey" FOREIGN KEY ("resident_id") REFERENCES "resident"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lost_found_item" ADD CONSTRAINT "lost_found_item_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff_profile"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lost_found_item" ADD CONSTRAINT "lost_found_item_handed_out_by_id_fkey" FOREIGN KEY ("handed_out_by_id") REFERENCES "staff_profile"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lost_found_claim" ADD CONSTRAINT "lost_found_claim_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "lost_found_item"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lost_found_claim" ADD CONSTRAINT "lost_found_claim_resident_id_fkey" FOREIGN KEY ("resident_id") REFERENCES "resident"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say: one accepted claim a thing; a question for what was found; an end for what has ended.
CREATE UNIQUE INDEX "lost_found_claim_accepted_key" ON "lost_found_claim"("item_id") WHERE "accepted_at" IS NOT NULL;
ALTER TABLE "lost_found_item"
  ADD CONSTRAINT "lost_found_item_question" CHECK (("kind" = 'FOUND') = ("question" IS NOT NULL)),
  ADD CONSTRAINT "lost_found_item_end" CHECK (("status" IN ('RETURNED', 'WITHDRAWN', 'EXPIRED')) = ("ended_at" IS NOT NULL));

-- Nothing is written of a person who has erased their account.
CREATE TRIGGER "living_resident_id" BEFORE INSERT ON "lost_found_item" FOR EACH ROW EXECUTE FUNCTION refuse_the_erased('resident_id');
CREATE TRIGGER "living_resident_id" BEFORE INSERT ON "lost_found_claim" FOR EACH ROW EXECUTE FUNCTION refuse_the_erased('resident_id');
