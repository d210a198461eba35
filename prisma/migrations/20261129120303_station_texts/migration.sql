-- CreateEnum
CREATE TYPE "station_text_kind" AS ENUM ('TERMS', 'PRIVACY', 'HELP', 'ABOUT', 'ACCESSIBILITY');

-- AlterEnum
ALTER TYPE "consent_purpose" ADD VALUE 'PRIVACY';

-- CreateTable
CREATE TABLE "station_text_version" (
    "id" UUID NOT NULL,
    "kind" "station_text_kind" NOT NULL,
    "number" INTEGER NOT NULL,
    "text_zh" TEXT NOT NULL,
    "text_en" TEXT NOT NULL,
    "note_zh" TEXT NOT NULL,
    "note_en" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "staff_id" UUID,

    CONSTRAINT "station_text_version_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "station_text_version_kind_number_key" ON "station_text_version"("kind", "number");

-- AddForeignKey
ALTER TABLE "station_text_version" ADD CONSTRAINT "station_text_version_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff_profile"("id") ON DELETE SET NULL ON UPDATE CASCADE;
