-- AlterTable
ALTER TABLE "volunteer" ADD COLUMN     "calendar_hash" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "volunteer_calendar_hash_key" ON "volunteer"("calendar_hash");
