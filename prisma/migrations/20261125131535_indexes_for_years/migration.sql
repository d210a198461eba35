-- CreateIndex
CREATE INDEX "real_name_application_decision_created_at_idx" ON "real_name_application"("decision", "created_at");

-- CreateIndex
CREATE INDEX "ticket_event_kind_at_idx" ON "ticket_event"("kind", "at");

-- What Prisma cannot say: order and part of an index.
CREATE INDEX "ticket_not_ended" ON "ticket" ("created_at" DESC, "id" DESC) WHERE ("ended_at" IS NULL);
CREATE INDEX "ticket_by_deadline" ON "ticket" (coalesce("due_at", 'infinity'), "id");
CREATE INDEX "resident_newest" ON "resident" ("created_at" DESC, "id" DESC);
CREATE INDEX "attachment_loose" ON "attachment" ("created_at") WHERE ("ticket_id" IS NULL);
