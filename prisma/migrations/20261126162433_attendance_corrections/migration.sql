-- AlterEnum
ALTER TYPE "check_in_method" ADD VALUE 'CORRECTION';

-- AlterTable
ALTER TABLE "attendance" ADD COLUMN     "corrections" INTEGER NOT NULL DEFAULT 0;
