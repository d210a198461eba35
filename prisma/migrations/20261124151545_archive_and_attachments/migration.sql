-- CreateEnum
CREATE TYPE "attachment_kind" AS ENUM ('PHOTO', 'VOICE');

-- AlterEnum
ALTER TYPE "ticket_event_kind" ADD VALUE 'IMPORTED';

-- AlterTable
ALTER TABLE "category" ADD COLUMN     "is_offered" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "attachment" (
    "id" UUID NOT NULL,
    "ticket_id" UUID,
    "seq" INTEGER,
    "kind" "attachment_kind" NOT NULL,
    "file_name" TEXT NOT NULL,
    "mime_type" TEXT NOT NULL,
    "byte_length" INTEGER NOT NULL,
    "width" INTEGER,
    "height" INTEGER,
    "uploader_kind" "actor_kind" NOT NULL,
    "uploader_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "attachment_file_name_key" ON "attachment"("file_name");

-- CreateIndex
CREATE INDEX "attachment_ticket_id_seq_idx" ON "attachment"("ticket_id", "seq");

-- CreateIndex
CREATE INDEX "attachment_uploader_id_created_at_idx" ON "attachment"("uploader_id", "created_at");

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE SET NULL ON UPDATE CASCADE;
