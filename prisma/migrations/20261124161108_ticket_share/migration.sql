-- CreateTable
CREATE TABLE "ticket_share" (
    "id" UUID NOT NULL,
    "ticket_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ticket_share_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ticket_share_token_hash_key" ON "ticket_share"("token_hash");

-- CreateIndex
CREATE INDEX "ticket_share_ticket_id_idx" ON "ticket_share"("ticket_id");

-- AddForeignKey
ALTER TABLE "ticket_share" ADD CONSTRAINT "ticket_share_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE CASCADE ON UPDATE CASCADE;
