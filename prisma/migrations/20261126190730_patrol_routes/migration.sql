-- AlterTable
ALTER TABLE "shift_series" ADD COLUMN     "route_id" UUID;

-- AlterTable
ALTER TABLE "shift" ADD COLUMN     "route_id" UUID;

-- CreateTable
CREATE TABLE "patrol_route" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "patrol_route_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "patrol_point" (
    "id" UUID NOT NULL,
    "route_id" UUID NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "longitude" DOUBLE PRECISION NOT NULL,
    "latitude" DOUBLE PRECISION NOT NULL,
    "radius_metres" INTEGER NOT NULL,

    CONSTRAINT "patrol_point_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "patrol_run" (
    "id" UUID NOT NULL,
    "route_id" UUID NOT NULL,
    "signup_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "patrol_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "patrol_visit" (
    "run_id" UUID NOT NULL,
    "point_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "distance" INTEGER,
    "is_far" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "patrol_visit_pkey" PRIMARY KEY ("run_id","point_id")
);

-- CreateTable
CREATE TABLE "patrol_finding" (
    "ticket_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "point_id" UUID,

    CONSTRAINT "patrol_finding_pkey" PRIMARY KEY ("ticket_id")
);

-- CreateIndex
CREATE INDEX "patrol_route_team_id_idx" ON "patrol_route"("team_id");

-- CreateIndex
CREATE UNIQUE INDEX "patrol_point_route_id_ordinal_key" ON "patrol_point"("route_id", "ordinal");

-- CreateIndex
CREATE UNIQUE INDEX "patrol_run_signup_id_key" ON "patrol_run"("signup_id");

-- CreateIndex
CREATE INDEX "patrol_run_route_id_idx" ON "patrol_run"("route_id");

-- CreateIndex
CREATE INDEX "patrol_visit_point_id_idx" ON "patrol_visit"("point_id");

-- CreateIndex
CREATE INDEX "patrol_finding_run_id_idx" ON "patrol_finding"("run_id");

-- CreateIndex
CREATE INDEX "patrol_finding_point_id_idx" ON "patrol_finding"("point_id");

-- CreateIndex
CREATE INDEX "shift_series_route_id_idx" ON "shift_series"("route_id");

-- CreateIndex
CREATE INDEX "shift_route_id_idx" ON "shift"("route_id");

-- AddForeignKey
ALTER TABLE "shift_series" ADD CONSTRAINT "shift_series_route_id_fkey" FOREIGN KEY ("route_id") REFERENCES "patrol_route"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shift" ADD CONSTRAINT "shift_route_id_fkey" FOREIGN KEY ("route_id") REFERENCES "patrol_route"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_route" ADD CONSTRAINT "patrol_route_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_point" ADD CONSTRAINT "patrol_point_route_id_fkey" FOREIGN KEY ("route_id") REFERENCES "patrol_route"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_run" ADD CONSTRAINT "patrol_run_route_id_fkey" FOREIGN KEY ("route_id") REFERENCES "patrol_route"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_run" ADD CONSTRAINT "patrol_run_signup_id_fkey" FOREIGN KEY ("signup_id") REFERENCES "shift_signup"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_visit" ADD CONSTRAINT "patrol_visit_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "patrol_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_visit" ADD CONSTRAINT "patrol_visit_point_id_fkey" FOREIGN KEY ("point_id") REFERENCES "patrol_point"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_finding" ADD CONSTRAINT "patrol_finding_ticket_id_fkey" FOREIGN KEY ("ticket_id") REFERENCES "ticket"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_finding" ADD CONSTRAINT "patrol_finding_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "patrol_run"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patrol_finding" ADD CONSTRAINT "patrol_finding_point_id_fkey" FOREIGN KEY ("point_id") REFERENCES "patrol_point"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What Prisma cannot say -------------------------------------------------------------------------

ALTER TABLE "patrol_point"
  ADD CONSTRAINT "patrol_point_ordinal" CHECK ("ordinal" BETWEEN 1 AND 30),
  ADD CONSTRAINT "patrol_point_radius" CHECK ("radius_metres" BETWEEN 20 AND 1000);
-- Routes that are walked have a name of their own in their team.
CREATE UNIQUE INDEX "patrol_route_name" ON "patrol_route" ("team_id", "name") WHERE "retired_at" IS NULL;
