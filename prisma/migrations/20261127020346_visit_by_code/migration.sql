-- AlterTable
ALTER TABLE "patrol_visit" ADD COLUMN     "is_by_code" BOOLEAN NOT NULL DEFAULT false;
