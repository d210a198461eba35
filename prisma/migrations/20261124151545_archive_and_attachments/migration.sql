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

-- What screens are told of, in its order: events of an import are not.
CREATE INDEX "ticket_event_news_idx" ON "ticket_event" ("position") WHERE NOT "detail" ? 'isPast';

-- Only what the server knows by this name is served.
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_file_name_form" CHECK ("file_name" ~ '^[0-9a-f]{32}\.(webp|wav)$');

-- A city's file says that a request was a duplicate, not of which.
ALTER TABLE "ticket" DROP CONSTRAINT "ticket_merged_into_another", ADD CONSTRAINT "ticket_merged_into_another" CHECK (
  (("status" = 'MERGED') = ("merged_into_id" IS NOT NULL) OR ("status" = 'MERGED' AND "source" = 'IMPORT')) AND "merged_into_id" <> "id"
);
